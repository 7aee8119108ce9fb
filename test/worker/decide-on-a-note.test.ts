import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseBulk } from '../../worker/moderation/decision-body'
import { revokeModerator } from '../../worker/moderation/moderators'
import { statuses } from '../../worker/notes/note'
import { type RunningSite, startSite } from '../support/harness'
import { type AdminNote, pagesWithNotes, postJson, secondIsOver, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())
beforeEach(() => secondIsOver(site))

const page = async () => (await site.get('/seance/')).text()

async function rowCounts(): Promise<unknown> {
  const tables = ['notes', 'revisions', 'decisions', 'outbox', 'receipts']
  const counted = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ')
  return site.env.DB.prepare(`SELECT ${counted}, (SELECT sum(wanted) FROM outbox) AS wanted`).first()
}

describe('decisions', () => {
  test('a retouched note shows the moderator’s text, says so, and keeps the author’s', async () => {
    const { id } = await sendNote(site, { body: 'Texte avec une fote.', author: 'Goéland' })
    const response = await moderator.decide(id, 'edit', { body: 'Texte sans faute.' })
    expect(response.headers.get('ETag')).toBe('"2"')
    const note = (await response.json()) as AdminNote
    expect(note.status).toBe('published')
    expect(note.revisions).toMatchObject([
      { number: 1, body: 'Texte avec une fote.', moderator: null },
      { number: 2, body: 'Texte sans faute.', author: 'Goéland', moderator: 'Naïg' },
    ])
    const html = await page()
    expect(html).toContain('Texte sans faute.')
    expect(html).toContain('retouchée par la modération')
  })

  test('an unpublished note is gone from its page and its address, and an undo brings it back', async () => {
    const { id } = await sendNote(site, { body: 'Va et vient.' })
    await moderator.decide(id, 'approve')
    await moderator.decide(id, 'unpublish', { reason: 'Demande d’une personne citée.' })
    expect(await page()).not.toContain('Va et vient.')
    expect((await site.get(`/notes/${id}/`)).status).toBe(410)
    await moderator.decide(id, 'restore')
    expect(await page()).toContain('Va et vient.')
    expect((await site.get(`/notes/${id}/`)).status).toBe(200)
    const { decisions } = await moderator.note(id)
    expect(decisions.map(({ action, from, to }) => [action, from, to])).toEqual([
      ['approve', 'pending', 'published'],
      ['unpublish', 'published', 'rejected'],
      ['restore', 'rejected', 'published'],
    ])
  })

  test('an approval undone puts the note back where it stood in the queue', async () => {
    const { id } = await sendNote(site)
    const since = () =>
      site.env.DB.prepare('SELECT waiting_since FROM notes WHERE id = ?1').bind(id).first('waiting_since')
    const before = await since()
    await moderator.decide(id, 'approve')
    await moderator.decide(id, 'restore')
    expect(await moderator.note(id)).toMatchObject({ status: 'pending', version: 3 })
    expect(await since()).toBe(before)
    expect((await site.get(`/notes/${id}/`)).status).toBe(410)
  })

  test('an undo is refused once the author has acted', async () => {
    const { id, receipt } = await sendNote(site)
    await moderator.decide(id, 'reject')
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Corrigé.' }, {}, 'PUT')
    expect((await moderator.decide(id, 'restore')).status).toBe(409)
  })

  test('a retouch undone shows the author’s text again, and that is what an approval publishes', async () => {
    const { id } = await sendNote(site, { body: 'Mots de l’auteur.' })
    await moderator.decide(id, 'edit', { body: 'Mots retouchés.' })
    await moderator.decide(id, 'restore')
    expect(await moderator.note(id)).toMatchObject({ status: 'pending', body: 'Mots de l’auteur.' })
    await moderator.decide(id, 'approve')
    const shown = (await (await site.get(`/api/notes/${id}`)).json()) as { body: string }
    expect(shown.body).toBe('Mots de l’auteur.')
  })

  test('a published note whose correction was refused is what a retouch begins with', async () => {
    const { id, receipt } = await sendNote(site, { body: 'Publiée.' })
    await moderator.decide(id, 'approve')
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Refusée.' }, {}, 'PUT')
    expect(await moderator.note(id)).toMatchObject({ body: 'Refusée.' })
    await moderator.decide(id, 'reject')
    expect(await moderator.note(id)).toMatchObject({ body: 'Publiée.' })
  })

  test('what the note’s state does not allow is told apart from what came too late', async () => {
    const { id } = await sendNote(site)
    await moderator.decide(id, 'reject')
    const response = await moderator.decide(id, 'approve')
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ code: 'not_possible', note: { id, status: 'rejected', version: 2 } })
    expect(await (await moderator.decide(id, 'restore', { version: 1 })).json()).toMatchObject({ code: 'conflict' })
  })

  test('a question without words is refused', async () => {
    const { id } = await sendNote(site)
    const response = await moderator.decide(id, 'return')
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field: 'reason', code: 'reason_missing' }] })
  })
})

test('a text sent with a decision that writes none is refused, because the note would be published without it', async () => {
  const { id } = await sendNote(site, { body: 'Une fote.' })
  const refused = await moderator.decide(id, 'approve', { body: 'Une faute.' })
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    { errors: [{ field: 'body', code: 'unknown_field' }] },
  ])
  expect(await moderator.note(id)).toMatchObject({ status: 'pending', body: 'Une fote.' })
  expect((await moderator.decide(id, 'approve', { body: null })).status).toBe(200)
})

describe('a decision on a version that is no longer', () => {
  test('changes nothing in any table, and shows the note as it is', async () => {
    const { id } = await sendNote(site)
    await moderator.decide(id, 'approve')
    const before = await rowCounts()
    const response = await moderator.decide(id, 'reject', { version: 1 })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ note: { id, status: 'published', version: 2 } })
    expect(await rowCounts()).toEqual(before)
  })

  test('is 412 when the version came as If-Match, 428 when it did not come', async () => {
    const { id } = await sendNote(site)
    const decide = (headers: Record<string, string>) =>
      postJson(site, `/api/admin/notes/${id}/decisions`, { action: 'approve' }, { ...moderator.headers, ...headers })
    expect((await decide({ 'If-Match': '"7"' })).status).toBe(412)
    expect((await decide({})).status).toBe(428)
    const nothing = { action: 'approve', version: null }
    expect((await postJson(site, `/api/admin/notes/${id}/decisions`, nothing, moderator.headers)).status).toBe(428)
    expect((await decide({ 'If-Match': '"1"' })).status).toBe(200)
  })

  test('is 412 when the body says it beside an If-Match that says the present one', async () => {
    const { id } = await sendNote(site)
    const decide = (version: unknown, tag: string) =>
      postJson(
        site,
        `/api/admin/notes/${id}/decisions`,
        { action: 'approve', version },
        { ...moderator.headers, 'If-Match': tag },
      )
    for (const tag of ['"1"', '*', '"1", "7"']) expect([tag, (await decide(7, tag)).status]).toEqual([tag, 412])
    expect((await decide('1', '"1"')).status).toBe(422)
    expect(await moderator.note(id)).toMatchObject({ status: 'pending', version: 1 })
    expect((await decide(1, '"1"')).status).toBe(200)
  })
})

describe('several at once', () => {
  test('each has its own result', async () => {
    const [one, two] = [await sendNote(site), await sendNote(site)]
    await moderator.decide(two.id, 'reject')
    const items = [
      { id: one.id, version: 1 },
      { id: two.id, version: 1 },
      { id: 'nothing', version: 1 },
    ]
    const response = await postJson(site, '/api/admin/decisions', { action: 'approve', items }, moderator.headers)
    expect(await response.json()).toEqual({
      items: [
        { id: one.id, ok: true, code: 200, status: 'published', version: 2 },
        { id: two.id, ok: false, code: 409, status: 'rejected', version: 2 },
        { id: 'nothing', ok: false, code: 404 },
      ],
    })
  })

  test('are a hundred at most', async () => {
    const items = Array.from({ length: 101 }, () => ({ id: 'x', version: 1 }))
    const response = await postJson(site, '/api/admin/decisions', { action: 'approve', items }, moderator.headers)
    expect(response.status).toBe(422)
  })

  test('and of more, those past the first too many are not looked at', () => {
    const unread = {
      get id(): never {
        throw new Error('This item was looked at.')
      },
    }
    const items = [...Array.from({ length: 101 }, () => ({ id: 'x', version: 1 })), unread]
    const faults = ['action', 'items'].map((field) => expect.objectContaining({ field }))
    expect(parseBulk({ action: 'x', items })).toEqual({ ok: false, faults })
  })
})

describe('the queue', () => {
  type List = { items: { id: string; kind: string }[]; next: string | null }
  const list = async (query: string) => (await (await moderator.get(`/api/admin/notes?${query}`)).json()) as List

  test('is read to its end by cursor, oldest first, each note once', async () => {
    const sent: string[] = []
    for (let n = 0; n < 5; n++) sent.push((await sendNote(site, { page: '/autre/', body: `Note ${n}` })).id)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { items, next }: List = await list(`page=/autre/&limit=2&cursor=${encodeURIComponent(cursor)}`)
      seen.push(...items.map(({ id }) => id))
      cursor = next
    }
    expect(seen).toEqual(sent)
  })

  test('is searched by words, without accents or case', async () => {
    const { id } = await sendNote(site, { body: 'Les ÉOLIENNES de l’été.' })
    expect((await list('q=eolienne+ete')).items.map((item) => item.id)).toEqual([id])
    expect((await list('q=eolienne+hiver')).items).toEqual([])
  })

  test('a cursor that is made up, or of another kind of list, is refused, because a list begun anywhere passes for the rest', async () => {
    const made = (...place: unknown[]) => encodeURIComponent(btoa(JSON.stringify(place)))
    const [byTime, byNumber] = [made('2022-07-05T10:00:00.000Z', 3), made('', 3)]
    const none = ['%00', 'x'.repeat(3000), 'W10=', 'e30=', made('x', 1), made('', 0.5), made('', 1e20), made('', '1')]
    for (const [path, own, foreign] of [
      ['/api/notes?', byTime, byNumber],
      ['/api/notes?page=/seance/&', byNumber, byTime],
      ['/api/admin/notes?', byTime, byNumber],
      ['/api/admin/audit?', byNumber, byTime],
    ] as const) {
      expect([path, (await moderator.get(`${path}cursor=${own}`)).status]).toEqual([path, 200])
      for (const cursor of [foreign, ...none]) {
        const answer = await moderator.get(`${path}cursor=${cursor}`)
        const refused = [path, cursor, 400, { code: 'cursor_malformed' }]
        expect([path, cursor, answer.status, await answer.json()]).toMatchObject(refused)
      }
    }
  })
})

test('a state or kind that does not exist is refused, and so are words that cannot be looked for, because the whole queue is not what was asked for', async () => {
  for (const [field, value, code] of [
    ['status', 'publie', 'choice_unknown'],
    ['kind', 'notes', 'choice_unknown'],
    ['q', '😀 !', 'query_no_word'],
    ['q', 'mot '.repeat(51), 'query_too_long'],
  ] as const) {
    const answer = await moderator.get(`/api/admin/notes?${field}=${encodeURIComponent(value)}`)
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ field, code }] }])
  }
})

test('a limit that is no whole number of 1 to 100 in digits is refused, because another helping would pass for the list', async () => {
  for (const path of ['/api/notes', '/api/admin/notes', '/api/admin/audit']) {
    for (const limit of ['0', '-1', 'abc', '1.5', '0x10', '1e2', '101', ' 5', '٣']) {
      const answer = await moderator.get(`${path}?limit=${encodeURIComponent(limit)}`)
      const refused = [path, limit, 422, { errors: [{ field: 'limit', code: 'limit_range' }] }]
      expect([path, limit, answer.status, await answer.json()]).toMatchObject(refused)
    }
    for (const limit of ['1', '100']) expect((await moderator.get(`${path}?limit=${limit}`)).status).toBe(200)
  }
  const both = await moderator.get('/api/admin/notes?status=foo&limit=0')
  expect(await both.json()).toMatchObject({ errors: [{ field: 'status' }, { field: 'limit' }] })
})

test.each(['/api/notes?page=&cursor=&limit=', '/api/admin/notes?status=pending&page=&q=&cursor=&limit='])(
  'a parameter that is left empty asks for nothing: %s',
  async (path) => {
    const answer = await moderator.get(path)
    const plain = await moderator.get(path.replace(/&?\w+=(?=&|$)/g, ''))
    expect([answer.status, await answer.json()]).toEqual([200, await plain.json()])
  },
)

test('the audit names every decision, newest first; the figures count', async () => {
  for (let n = 0; n < 4; n++) await moderator.decide((await sendNote(site)).id, 'reject')
  // Each was sent seven and a half minutes before it was first decided on.
  await site.env.DB.prepare(
    `UPDATE notes SET created_at = (
       SELECT strftime('%Y-%m-%dT%H:%M:%fZ', min(at), '-450 seconds') FROM decisions WHERE note_id = notes.id AND action <> 'dismiss')
     WHERE id IN (SELECT note_id FROM decisions WHERE action <> 'dismiss')`,
  ).run()
  const audit = (await (await moderator.get('/api/admin/audit?limit=3')).json()) as {
    items: { at: string }[]
    next: string
  }
  expect(audit.items).toHaveLength(3)
  expect(audit.items.map(({ at }) => at)).toEqual(
    audit.items
      .map(({ at }) => at)
      .toSorted()
      .reverse(),
  )
  const more = (await (await moderator.get(`/api/admin/audit?cursor=${audit.next}`)).json()) as typeof audit
  expect(more.items.length).toBeGreaterThan(0)
  const stats = (await (await moderator.get('/api/admin/stats')).json()) as { byStatus: object; medianMinutes: number }
  expect(stats.byStatus).toMatchObject({ published: expect.any(Number), rejected: expect.any(Number) })
  expect(Object.keys(stats.byStatus)).toEqual(statuses.toSorted())
  expect(stats.medianMinutes).toBe(7.5)
})

describe('without a key that is valid', () => {
  test.each(['/api/admin/notes', '/api/admin/notes/x', '/api/admin/audit', '/api/admin/stats'])(
    '%s is 401',
    async (path) => {
      for (const headers of [{}, { Authorization: 'Bearer nothing' }, { Authorization: 'Basic eA==' }]) {
        const response = await site.get(path, { headers: headers as Record<string, string> })
        expect(response.status).toBe(401)
        expect(response.headers.get('WWW-Authenticate')).toContain('Bearer')
      }
    },
  )

  test('a revoked key stops working at once', async () => {
    const leaving = await TestModerator.join(site, 'Malo')
    expect((await leaving.get('/api/admin/stats')).status).toBe(200)
    expect(await revokeModerator(site.env.DB, 'Malo', new Date())).toBe(true)
    expect((await leaving.get('/api/admin/stats')).status).toBe(401)
  })
})
