import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringInPending } from '../../worker/notes/bring-in'
import { randomId } from '../../worker/notes/tokens'
import { blockKey } from '../../worker/publishing/values'
import { expectAgreement, letMinutesPass } from '../support/agreement'
import { amount } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { type AdminNote, pagesWithNotes, type SentNote, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({ ...pagesWithNotes, 'content/troisieme.md': '---\ntitle: Une troisième\nnotes: open\n---\n' })
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
})
afterAll(() => site.close())

/** A path that writes: what comes before it, the request, and what it has done when it was answered as done. */
type Path = {
  prepare: () => Promise<SentNote>
  request: (note: SentNote) => [path: string, init: RequestInit]
  /** The note that the request is about, once it is done. */
  outcome: { status: string; body: string | null; author?: null }
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json', ...moderator.headers },
  body: JSON.stringify(body),
})
const decision =
  (action: string, version: number, more = {}) =>
  (note: SentNote): [string, RequestInit] => [
    `/api/admin/notes/${note.id}/decisions`,
    json('POST', { action, version, ...more }),
  ]
const bulk =
  (action: string) =>
  (note: SentNote): [string, RequestInit] => [
    '/api/admin/decisions',
    json('POST', { action, items: [{ id: note.id, version: 1 }] }),
  ]
const pending = () => sendNote(site, { body: 'Un texte.', author: 'Goéland' })
const published = async () => {
  const note = await pending()
  await moderator.decide(note.id, 'approve', { version: 1 })
  return note
}

const paths: Record<string, Path> = {
  approve: { prepare: pending, request: decision('approve', 1), outcome: { status: 'published', body: 'Un texte.' } },
  'approve in bulk': {
    prepare: pending,
    request: bulk('approve'),
    outcome: { status: 'published', body: 'Un texte.' },
  },
  edit: {
    prepare: pending,
    request: decision('edit', 1, { body: 'Retouché.' }),
    outcome: { status: 'published', body: 'Retouché.' },
  },
  reject: { prepare: pending, request: decision('reject', 1), outcome: { status: 'rejected', body: 'Un texte.' } },
  unpublish: {
    prepare: published,
    request: decision('unpublish', 2),
    outcome: { status: 'rejected', body: 'Un texte.' },
  },
  restore: { prepare: published, request: decision('restore', 2), outcome: { status: 'pending', body: 'Un texte.' } },
  erase: { prepare: published, request: decision('erase', 2), outcome: { status: 'withdrawn', body: null } },
  anonymise: {
    prepare: published,
    request: decision('anonymise', 2),
    outcome: { status: 'published', body: 'Un texte.', author: null },
  },
  revise: {
    prepare: published,
    request: ({ receipt }) => [`/api/receipts/${receipt}`, json('PUT', { body: 'Corrigé.' })],
    outcome: { status: 'published', body: 'Corrigé.' },
  },
  withdraw: {
    prepare: published,
    request: ({ receipt }) => [`/api/receipts/${receipt}`, { method: 'DELETE' }],
    outcome: { status: 'withdrawn', body: null },
  },
}

/** Every call in the long run; else one in twenty-nine, beginning elsewhere for each path and fault. */
const STRIDE = amount({ slice: 53, whole: 1 })
let offset = 0

describe.each(Object.entries(paths))('%s: whichever call of a store fails', (_, path) => {
  test.each(['refused', 'lost'])(
    '(%s) what was answered as done is done, the rest changed nothing or all, and the cron mends KV',
    async (how) => {
      let reached = true
      for (let at = 1 + (offset++ % STRIDE); reached; at += STRIDE) {
        await letMinutesPass(site)
        const attempt = await begin(path)
        site.harness.clearLogs()
        const response = await attempt.send(at, how)
        reached = callsOf(response) >= at
        if (response.status >= 400) expect({ at, causes: causes('on purpose') }).toEqual({ at, causes: 1 })
        await expectAgreement(site, attempt.note.id)
      }
    },
    amount({ slice: 60_000, whole: 600_000 }),
  )
})

/** More than any of the paths makes, unless it waits for KV's second. */
const CALLS = 45

/** Waiting takes its time: all calls of a path together, each for a note of its own; in the long run only. */
const patientPaths = Object.entries(paths).slice(0, amount({ slice: 0, whole: Object.keys(paths).length }))

describe.each(patientPaths)('%s: whichever call of a store is waited for', (_, path) => {
  test.each(['late', 'silent'])(
    '(%s) what was answered as done is done, the rest changed nothing or all, and the cron mends KV',
    async (how) => {
      const attempts = []
      for (let at = 1; at <= CALLS; at++) attempts.push(await begin(path))
      await expectAgreement(site)
      await Promise.all(attempts.map(({ send }, n) => send(n + 1, how)))
      await expectAgreement(site)
    },
    600_000,
  )
})

/** @returns The note as it was prepared, and its request with a fault at one call: done when it says so, whole or not at all. */
async function begin(path: Path) {
  const note = await path.prepare()
  await letMinutesPass(site)
  const before = await moderator.note(note.id)
  const send = async (at: number, how: string): Promise<Response> => {
    const [address, init] = path.request(note)
    const headers = { ...(init.headers as Record<string, string>), 'X-Test-Fault-At': `${at} ${how}` }
    const response = await site.get(address, { ...init, headers })
    const after = await moderator.note(note.id)
    const isDone = Object.entries(path.outcome).every(([what, value]) => after[what as keyof AdminNote] === value)
    if (response.ok) expect({ at, isDone }).toEqual({ at, isDone: true })
    else expect({ at, isServerFault: response.status >= 500 }).toEqual({ at, isServerFault: true })
    if (!isDone) expect({ at, after }).toEqual({ at, after: before })
    return response
  }
  return { note, send }
}

const formOf = (body: string) => ({
  page: '/seance/',
  body,
  licence: 'on',
  intent: 'send',
  key: `the-key-of-the-form-${body.replace(/\W/g, '-')}`,
})
const postNote = (fields: Record<string, string>, headers: Record<string, string>) =>
  site.get('/contribuer/', { method: 'POST', headers, body: new URLSearchParams(fields) })

async function notesWith(body: string): Promise<number> {
  const { results } = await site.env.DB.prepare('SELECT note_id FROM revisions WHERE body = ?1').bind(body).all()
  return results.length
}

describe('sending, whichever call of a store fails', () => {
  test.each(['refused', 'lost'])(
    '(%s) the note is stored or its text comes back, and trying again makes one note',
    async (how) => {
      let reached = true
      for (let at = 1; reached; at++) {
        const fields = formOf(`Texte ${how} ${at}.`)
        const response = await postNote(fields, { 'X-Test-Fault-At': `${at} ${how}` })
        reached = callsOf(response) >= at
        if (response.status !== 303) {
          expect([at, response.status]).toEqual([at, 503])
          expect(await response.text()).toContain(fields.body)
        }
        const again = await postNote(fields, {})
        expect([at, again.status]).toEqual([at, 303])
        expect([at, await notesWith(fields.body)]).toEqual([at, 1])
      }
    },
  )

  test('a note comes in when the flood limit cannot be asked', async () => {
    expect((await postNote(formOf('Sans limiteur.'), { 'X-Test-Faults': 'FLOOD' })).status).toBe(303)
  })

  test('a note that is stored is told so, even when it cannot be flagged as the near copy of another isolate’s', async () => {
    const body = 'Le four à pain du quartier chauffe le samedi, et chacun apporte sa pâte et son bois.'
    const brought = { page: '/seance/', body, author: null, id: randomId(), sourceHash: 'un pad' }
    await bringInPending(site.env.DB, [brought], new Date().toISOString())
    const { id } = await sendNote(site, { body: `${body} Merci.` }, { 'X-Test-Faults': 'DB.run' })
    expect(causes('is not flagged')).toBe(1)
    expect((await moderator.note(id)).flags).not.toContain(`near:${(await moderator.note(brought.id)).reference}`)
  })

  test('a store that answers late is waited for', async () => {
    const fields = formOf('Une base lente.')
    expect((await postNote(fields, { 'X-Test-Faults': 'late DB.batch' })).status).toBe(303)
  })
})

/** A call that never answers is given up after some seconds: these wait together. */
describe('a store that never answers', () => {
  test.concurrent('is not waited for when a page can be had from memory', async () => {
    expect((await site.get('/close/')).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 3_200))
    expect((await site.get('/close/', { headers: { 'X-Test-Fault-At': '1 silent' } })).status).toBe(200)
  })

  test.concurrent('gives the text of a note back, and the next try makes one note', async () => {
    const fields = formOf('Une base muette.')
    const response = await postNote(fields, { 'X-Test-Faults': 'silent DB.batch' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain(fields.body)
    expect((await postNote(fields, {})).status).toBe(303)
    expect(await notesWith(fields.body)).toBe(1)
  })

  test.concurrent('does not hold up the answer to a decision, whose page follows', async () => {
    const note = await sendNote(site, { page: '/troisieme/', body: 'Sans attendre KV.' })
    const [address, init] = decision('approve', 1)(note)
    const headers = { ...(init.headers as Record<string, string>), 'X-Test-Faults': 'silent PAGES.put' }
    expect((await site.get(address, { ...init, headers })).status).toBe(200)
    const key = blockKey('/troisieme/', 1)
    const row = await site.env.DB.prepare('SELECT published, failures FROM outbox WHERE key = ?1').bind(key).first()
    // Neither written nor given up: it was still being waited for.
    expect(row).toEqual({ published: 0, failures: 0 })
  })

  // The first is the decision itself, the other what follows it.
  test.concurrent.each([3, 7])('takes a decision whole or not at all (call %i)', async (at) => {
    const note = await sendNote(site, { page: '/autre/', body: `Malgré le silence ${at}.` })
    const [address, init] = decision('approve', 1)(note)
    const headers = { ...(init.headers as Record<string, string>), 'X-Test-Fault-At': `${at} silent` }
    const response = await site.get(address, { ...init, headers })
    expect((await moderator.note(note.id)).status).toBe(response.ok ? 'published' : 'pending')
    if (!response.ok) expect((await site.get(address, init)).status).toBe(200)
  })

  test('leaves nothing behind once it answers again', async () => {
    await expectAgreement(site)
    expect(await site.env.PAGES.get(blockKey('/troisieme/', 1))).toContain('Sans attendre KV.')
  })
})

test('a burst of approvals of one page asks KV for no second write within a second', async () => {
  const sent = []
  for (let n = 0; n < 10; n++) sent.push(await sendNote(site, { page: '/autre/', body: `En rafale ${n}.` }))
  await letMinutesPass(site)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  site.harness.clearLogs()
  const strict = { 'X-Test-Faults': 'strict' }
  const answers = await Promise.all(
    sent.map((note) => {
      const [address, init] = decision('approve', 1)(note)
      return site.get(address, { ...init, headers: { ...(init.headers as Record<string, string>), ...strict } })
    }),
  )
  expect(answers.map(({ status }) => status)).toEqual(sent.map(() => 200))
  expect(causes('KV PUT failed: 429')).toBe(0)
  await expectAgreement(site)
})

describe('reporting, whichever call of a store fails', () => {
  test.each(['refused', 'lost'])(
    '(%s) the report is stored or its text comes back, and trying again makes one report',
    async (how) => {
      const { id } = await published()
      let reached = 0
      // Until no call was left to fail.
      for (let at = 1; reached === at - 1 || at === 1; at++) {
        const reason = `Raison ${how} ${at}.`
        const report = (headers: Record<string, string>) => {
          const body = new URLSearchParams({ reason, key: `the-key-of-the-report-${how}-${at}` })
          return site.get(`/notes/${id}/signaler/`, { method: 'POST', headers, body })
        }
        const response = await report({ 'X-Test-Fault-At': `${at} ${how}` })
        if (callsOf(response) >= at) reached = at
        if (response.status !== 303) {
          expect([at, response.status]).toEqual([at, 503])
          expect(await response.text()).toContain(reason)
        }
        expect([at, (await report({})).status]).toEqual([at, 303])
        const { results } = await site.env.DB.prepare('SELECT id FROM reports WHERE reason = ?1').bind(reason).all()
        expect([at, results.length]).toEqual([at, 1])
      }
      expect(reached).toBeGreaterThan(2)
    },
  )
})

describe('dismissing a report, whichever call of a store fails', () => {
  test.each(['refused', 'lost'])('(%s) what was answered as done is done, once, and nothing else is', async (how) => {
    const { id } = await published()
    let reached = 0
    for (let at = 1; reached === at - 1 || at === 1; at++) {
      const report = `s-${how === 'lost' ? 'a' : 'b'}${String(at).padStart(19, '0')}`
      await site.env.DB.prepare(
        `INSERT INTO reports (id, note_id, reason, created_at, number)
         SELECT ?1, ?2, 'Raison.', '2022', coalesce(max(number), 0) + 1 FROM reports`,
      )
        .bind(report, id)
        .run()
      const [address, init] = decision('dismiss', 1)({ id: report } as SentNote)
      const headers = { ...(init.headers as Record<string, string>), 'X-Test-Fault-At': `${at} ${how}` }
      const response = await site.get(address, { ...init, headers })
      if (callsOf(response) >= at) reached = at
      const row = await site.env.DB.prepare(
        `SELECT closed_at IS NOT NULL AS closed, (SELECT count(*) FROM decisions WHERE id = p.decision) AS decisions
         FROM reports p WHERE id = ?1`,
      )
        .bind(report)
        .first<{ closed: number; decisions: number }>()
      expect([at, row?.decisions]).toEqual([at, row?.closed])
      if (response.ok) expect([at, row?.closed]).toEqual([at, 1])
      else expect([at, response.status >= 500]).toEqual([at, true])
    }
    expect(reached).toBeGreaterThan(3)
  })
})

describe('a decision by form while the database fails', () => {
  test('gives back every word that was typed, to be sent again', async () => {
    const { id } = await pending()
    const fields = { version: '1', action: 'edit', body: 'Mon long travail.', file: 'page=%2Fseance%2F' }
    const response = await site.get(`/moderation/notes/${id}/decisions/`, {
      method: 'POST',
      headers: { 'X-Test-Faults': 'DB', 'Sec-Fetch-Site': 'same-origin', Cookie: 'moderation=whatever' },
      body: new URLSearchParams(fields),
    })
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '10'])
    const html = await response.text()
    expect(html).toContain('>Mon long travail.</textarea>')
    for (const [name, value] of Object.entries(fields)) {
      if (name !== 'body') expect(html).toContain(`name="${name}" value="${value}"`)
    }
  })
})

/** How many calls of stores a request made. */
function callsOf(response: Response): number {
  const made = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  return Object.values(made).reduce((sum, count) => sum + count, 0)
}

/** Lines of the log that name this cause. */
function causes(words: string): number {
  return site.harness.getLogs().filter((log) => JSON.stringify(log).includes(words)).length
}
