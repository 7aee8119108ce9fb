import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { yearlyFigures } from '../../worker/moderation/figures'
import {
  addModerator,
  listModerators,
  moderatorByKey,
  revokeModerator,
  SESSION_MS,
} from '../../worker/moderation/moderators'
import { type Act, changeNote } from '../../worker/notes/changes'
import { reportNote } from '../../worker/notes/reports'
import { findNote } from '../../worker/notes/store'
import { longDay } from '../../worker/site/dates'
import { unbroken } from '../../worker/site/typography'
import { localTimeAt } from '../../worker/site/zoned-time'
import { losesFirstAnswer } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, pagesWithNotes, postForm, postJson, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let organiser: TestModerator
let desk: TestDesk
/** The organiser's. */
let office: TestDesk
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
  organiser = await TestModerator.join(site, 'Malo', { organiser: true })
  desk = await TestDesk.open(site, moderator)
  office = await TestDesk.open(site, organiser)
})
afterAll(() => site.close())

describe('the team', () => {
  test('is for organisers', async () => {
    expect((await desk.get('/moderation/equipe/')).status).toBe(403)
    expect((await desk.post('/moderation/equipe/', { name: 'Quelqu’un' })).status).toBe(403)
    expect((await desk.post('/moderation/equipe/revoquer/', { name: 'Malo', confirm: 'oui' })).status).toBe(403)
    expect(await desk.read('/moderation/')).not.toContain('/moderation/equipe/')
    expect(await office.read('/moderation/')).toContain('/moderation/equipe/')
  })

  test('gives a key, shown once, which opens until it is revoked, after a page that asks', async () => {
    const made = await (await office.post('/moderation/equipe/', { name: 'Enora' })).text()
    const key = /<code>([\w-]{32})<\/code>/.exec(made)?.[1] ?? ''
    expect(await office.read('/moderation/equipe/')).not.toContain(key)
    const newcomer = await TestDesk.open(site, { key })
    const opens = async () => (await newcomer.get('/moderation/')).status
    expect(await opens()).toBe(200)
    const asked = await office.post('/moderation/equipe/revoquer/', { name: 'Enora' })
    expect(await asked.text()).toContain(unbroken('Révoquer la clé d’Enora ?'))
    expect(await opens()).toBe(200)
    await office.post('/moderation/equipe/revoquer/', { name: 'Enora', confirm: 'oui' })
    expect(await opens()).toBe(303)
    expect(await office.read('/moderation/equipe/')).toContain('clé révoquée le')
  })

  test.each([
    ['nothing', '', 'Donnez un nom.'],
    ['a name of 81 characters', 'x'.repeat(81), '80 caractères au plus'],
    ['a name that has a key', 'Naïg', 'Cette personne a déjà une clé'],
  ])('with %s says what to do', async (_, name, message) => {
    const response = await office.post('/moderation/equipe/', { name, organiser: 'on' })
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toContain(message)
    expect(html).toContain(`value="${name}"`)
  })

  test('knows a name however its accents and spaces were typed, when it gives a key and when it revokes one', async () => {
    const [composed, decomposed] = ['Zoé Le Gall', '\u00a0Zoe\u0301  Le\u00a0 Gall ']
    const made = await office.post('/moderation/equipe/', { name: decomposed })
    expect([made.status, await made.text()]).toEqual([200, expect.stringContaining(`clé de ${composed}`)])
    expect((await office.post('/moderation/equipe/', { name: composed })).status).toBe(422)
    const names = async () => (await listModerators(site.env.DB)).filter(({ name }) => name.startsWith('Zo'))
    expect(await names()).toMatchObject([{ name: composed, revokedAt: null }])
    const asked = await office.post('/moderation/equipe/revoquer/', { name: decomposed })
    expect(await asked.text()).toContain(`name="name" value="${composed}"`)
    await office.post('/moderation/equipe/revoquer/', { name: decomposed, confirm: 'oui' })
    expect(await names()).toMatchObject([{ name: composed, revokedAt: expect.any(String) }])
  })

  test('revokes the key of a name that was stored as it was typed, and by a double tap not that of its like', async () => {
    const name = 'Zoe\u0301  ancienne'
    for (const each of [name, 'Zoé ancienne']) {
      await addModerator(site.env.DB, { name: each, organiser: false }, new Date())
    }
    const revoke = () => office.post('/moderation/equipe/revoquer/', { name, confirm: 'oui' })
    expect([(await revoke()).status, (await revoke()).status]).toEqual([303, 404])
    const left = (await listModerators(site.env.DB)).filter(({ revokedAt }) => revokedAt === null)
    expect(left.map((each) => each.name)).toContain('Zoé ancienne')
    expect(left.map((each) => each.name)).not.toContain(name)
  })

  test('does not let an organiser revoke the own key by another spelling', async () => {
    const own = { name: ' Malo ', confirm: 'oui' }
    expect((await office.post('/moderation/equipe/revoquer/', own)).status).toBe(409)
  })

  test('gives one key to a double tap, and a new one to a name whose key was revoked', async () => {
    const form = await office.read('/moderation/equipe/')
    const chance = /name="chance" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const make = async (fields: Record<string, string>) => {
      const made = await (await office.post('/moderation/equipe/', { name: 'Riwal', ...fields })).text()
      return /<code>([\w-]{32})<\/code>/.exec(made)?.[1] ?? null
    }
    const opens = async (key: string | null) =>
      (await site.get('/api/admin/stats', { headers: { Authorization: `Bearer ${key}` } })).status
    const [first, second] = [await make({ chance }), await make({ chance })]
    expect([second, await opens(first), await make({})]).toEqual([first, 200, null])
    await office.post('/moderation/equipe/revoquer/', { name: 'Riwal', confirm: 'oui' })
    expect([await make({ chance }), await opens(first)]).toEqual([null, 401])
    const renewed = await make({})
    expect([await opens(renewed), await opens(first)]).toEqual([200, 401])
  })

  test('gives and revokes a key though the answer of D1 was lost on the way', async () => {
    const added = await addModerator(losesFirstAnswer(site.env), { name: 'Yuna', organiser: true }, new Date())
    const opens = () => moderatorByKey(site.env.DB, added?.key ?? '')
    expect(await opens()).toEqual({ name: 'Yuna', organiser: true })
    expect(await revokeModerator(losesFirstAnswer(site.env), 'Yuna', new Date())).toBe(true)
    expect(await opens()).toBe(null)
    expect(await revokeModerator(site.env.DB, 'Yuna', new Date())).toBe(false)
  })

  test('does not let an organiser shut the door from outside', async () => {
    expect((await office.post('/moderation/equipe/revoquer/', { name: 'Malo', confirm: 'oui' })).status).toBe(409)
    expect((await office.get('/moderation/equipe/')).status).toBe(200)
  })
})

describe('for a letter or a lost receipt', () => {
  const decide = (id: string, action: string, more: Record<string, string>, who: TestDesk) =>
    who.post(`/moderation/notes/${id}/decisions/`, { version: '1', action, ...more })

  test.each(['erase', 'anonymise'])('%s, asked once more, is done by organisers alone and for good', async (action) => {
    const { id } = await sendNote(site, { body: 'Un texte.', author: 'Goéland' })
    expect((await decide(id, action, { confirm: 'oui' }, desk)).status).toBe(403)
    expect(await desk.read(`/moderation/notes/${id}/`)).not.toContain(`value="${action}"`)
    expect(await office.read(`/moderation/notes/${id}/`)).toContain(`value="${action}"`)
    expect(await (await decide(id, action, {}, office)).text()).toContain('Cela ne s’annule pas.')
    expect((await moderator.note(id)).author).toBe('Goéland')
    expect((await decide(id, action, { confirm: 'oui', reason: 'Une lettre.' }, office)).status).toBe(303)
    expect((await moderator.decide(id, 'restore')).status).toBe(409)
    const note = await moderator.note(id)
    expect([note.author, note.body]).toEqual([null, action === 'erase' ? null : 'Un texte.'])
    expect(note.decisions).toMatchObject([{ action, reason: action === 'erase' ? null : 'Une lettre.' }])
    expect((await desk.get(`/moderation/notes/${id}/`)).status).toBe(200)
  })

  test('a name that only an older text bears is taken off too', async () => {
    const { id, receipt } = await sendNote(site, { body: 'Un texte.', author: 'Goéland' })
    const offered = async () => (await office.read(`/moderation/notes/${id}/`)).includes('value="anonymise"')
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Un autre.', author: '' }, {}, 'PUT')
    expect(await offered()).toBe(true)
    expect((await decide(id, 'anonymise', { version: '2', confirm: 'oui' }, office)).status).toBe(303)
    expect((await moderator.note(id)).revisions.map(({ author }) => author)).toEqual([null, null])
    expect(await offered()).toBe(false)
  })

  test('sent twice it is done once; after its author has withdrawn the note it is refused', async () => {
    const { id, receipt } = await sendNote(site, { author: 'Goéland' })
    const anonymise = async (version = '1') =>
      (await decide(id, 'anonymise', { version, confirm: 'oui' }, office)).status
    expect([await anonymise(), await anonymise()]).toEqual([303, 303])
    await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })
    expect(await anonymise('2')).toBe(409)
  })
})

describe('a session', () => {
  test('ends twelve hours after it began, however busy it was', async () => {
    const busy = await TestDesk.open(site, moderator)
    const begun = new Date(Date.now() - SESSION_MS).toISOString()
    const opens = async () => (await busy.get('/moderation/')).status
    expect(await opens()).toBe(200)
    await site.env.DB.prepare('UPDATE sessions SET created_at = ?1, expires_at = ?2 WHERE moderator = ?3')
      .bind(begun, new Date(Date.now() - 1).toISOString(), 'Naïg')
      .run()
    expect(await opens()).toBe(303)
    desk = await TestDesk.open(site, moderator)
  })
})

describe('shortcuts', () => {
  test('are off until a moderator switches them on; without them no script may run', async () => {
    const state = async () => {
      const response = await desk.get('/moderation/')
      const html = await response.text()
      return [html.includes('<script'), html.includes('aria-keyshortcuts'), csp(response).includes("script-src 'self'")]
    }
    const csp = (response: Response) => response.headers.get('Content-Security-Policy') ?? ''
    expect(await state()).toEqual([false, false, false])
    await desk.post('/moderation/reglages/', { raccourcis: 'oui' })
    await sendNote(site)
    expect(await state()).toEqual([true, true, true])
    expect(await office.read('/moderation/')).not.toContain('<script')
    await desk.post('/moderation/reglages/', { raccourcis: 'non' })
    expect(await state()).toEqual([false, false, false])
  })
})

describe('the feed of what waits', () => {
  const make = async (who: TestDesk) => {
    const html = await (await who.post('/moderation/reglages/flux/', {})).text()
    return /https:\/\/essai\.example(\/moderation\/feed\/[\w-]{32}\.xml)/.exec(html)?.[1] ?? ''
  }

  test('opens by its secret alone, shows no more than an excerpt, and is kept nowhere', async () => {
    const { reference } = await sendNote(site, { body: `<b>&</b> ${'mot '.repeat(100)}la fin` })
    const address = await make(desk)
    const response = await site.get(address)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const xml = await response.text()
    expect(xml).toContain(`<title>${reference}, note\u202f: Une séance</title>`)
    expect(xml).toContain('&lt;b&gt;&amp;&lt;/b&gt; mot mot')
    expect(xml).not.toContain('la fin')
  })

  test('holds the fifty that came last, newest first, so that what comes is in it however many wait', async () => {
    const reported = await sendNote(site, { page: '/autre/', body: 'À signaler.' })
    await moderator.decide(reported.id, 'approve')
    const sent = []
    for (let n = 0; n < 51; n++) sent.push((await sendNote(site, { page: '/autre/', body: `Attente ${n}.` })).reference)
    await postForm(site, `/notes/${reported.id}/signaler/`, { reason: 'Une personne est citée.' })
    await postJson(site, `/api/receipts/${reported.receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    const xml = await (await site.get(await make(desk))).text()
    const titles = [...xml.matchAll(/<title>(\S+), (.+?)\u202f: Une autre séance<\/title>/g)].map(
      ([, ...named]) => named,
    )
    expect(titles).toEqual([
      [reported.reference, 'correction d’une note publiée'],
      ['SIGNAL-1', 'signalement d’une note publiée'],
      ...sent
        .slice(-48)
        .toReversed()
        .map((reference) => [reference, 'note']),
    ])
    const [ofFeed, ...ofEntries] = [...xml.matchAll(/<updated>(.+?)<\/updated>/g)].map(([, updated]) => updated)
    expect(ofEntries).toEqual(ofEntries.toSorted().toReversed())
    expect(ofFeed).toBe(ofEntries[0])
  })

  test('renewed, opens by the new secret alone; a revoked key closes it for good, and every session', async () => {
    const leaving = await TestDesk.open(site, await TestModerator.join(site, 'Gwenn'))
    const [old, renewed] = [await make(leaving), await make(leaving)]
    expect((await site.get(old)).status).toBe(404)
    expect((await site.get(renewed)).status).toBe(200)
    await office.post('/moderation/equipe/revoquer/', { name: 'Gwenn', confirm: 'oui' })
    expect((await site.get(renewed)).status).toBe(404)
    await TestModerator.join(site, 'Gwenn')
    expect((await site.get(renewed)).status).toBe(404)
    expect((await leaving.get('/moderation/')).status).toBe(303)
  })

  test.each(['abc.xml', 'abc', '', 'a/b.xml', `${'x'.repeat(32)}.xml`, `${'x'.repeat(32)}`, `${'x'.repeat(65)}.xml`])(
    'is 404 behind « %s »: who has half a secret is not asked to sign in',
    async (file) => {
      expect((await site.get(`/moderation/feed/${file}`, { redirect: 'manual' })).status).toBe(404)
    },
  )

  test('is stored as a hash', async () => {
    const address = await make(desk)
    const secret = /([\w-]{32})\.xml/.exec(address)?.[1] ?? ''
    const { results } = await site.env.DB.prepare('SELECT * FROM moderators').all()
    expect(JSON.stringify(results)).not.toContain(secret)
  })
})

describe('the journal', () => {
  test('names every decision with its note and reason, and goes out as a table no spreadsheet will run', async () => {
    const { id, reference } = await sendNote(site)
    await moderator.decide(id, 'reject', { reason: '=HYPERLINK("https://evil.example"), dit-il' })
    const html = await desk.read('/moderation/journal/')
    expect(html).toContain(`<a href="/moderation/notes/${id}/">${reference}</a>, refusée par Naïg`)
    const response = await desk.get('/moderation/journal/journal.csv')
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('Content-Disposition')).toContain('journal.csv')
    const rows = (await response.text()).split('\r\n')
    expect(rows[1]).toContain(`"Naïg","reject","${id}","${reference}","'=HYPERLINK(""https://evil.example""), dit-il"`)
    // No reason that is typed begins so today; a table of older ones may hold it.
    for (const reason of ['\t=1+1', '\r=1+1']) {
      const note = await findNote(site.env.DB, (await sendNote(site)).id)
      const change = { action: 'reject', moderator: 'Naïg', reason, now: new Date().toISOString() } as const
      if (note) await changeNote(site.env.DB, note, change)
      expect(await desk.read('/moderation/journal/journal.csv')).toContain(`"'${reason}"`)
    }
  })

  test('is read to its end by cursor, each decision once', async () => {
    const ids: string[] = []
    for (let n = 0; n < 60; n++) ids.push((await sendNote(site, { body: `Note ${n}` })).id)
    await moderator.decideAll('approve', ids)
    const seen: string[] = []
    for (let path: string | undefined = '/moderation/journal/'; path; ) {
      const html = await desk.read(path)
      seen.push(...[...html.matchAll(/\/moderation\/notes\/([a-z0-9]+)\//g)].map(([, id = '']) => id))
      path = /href="([^"]+)">Plus anciennes/.exec(html)?.[1]
    }
    for (const id of ids) expect(seen.filter((each) => each === id)).toHaveLength(1)
    expect((await desk.read('/moderation/journal/journal.csv')).split('\r\n').length).toBe(seen.length + 2)
  })
})

describe('the figures', () => {
  test('count states, sessions and days, and give the time to a decision', async () => {
    const html = await desk.read('/moderation/chiffres/')
    expect(html).toMatch(/<th scope="row">publiée<\/th><td>\d+<\/td>/)
    expect(html).toMatch(/<th scope="row">Une séance<\/th><td>\d+<\/td>/)
    const year = new Date().getUTCFullYear()
    expect(html).toMatch(new RegExp(`<th scope="row">[A-Z][a-z]+ \\d{1,2} [a-zéû]+ ${year}</th>`))
    expect(html).not.toContain(`>${year}-`)
    expect(html).toMatch(/De l’envoi à la première décision\s: [\d,]+ minutes?/)
  })

  test('belong to the event’s own days and years, however many notes came in a quarter of an hour', async () => {
    const moments = [
      ...[
        '2020-07-05T21:59:59.999Z',
        '2020-07-05T22:00:00.000Z',
        '2020-07-05T22:14:00.000Z',
        '2020-07-06T21:59:00.000Z',
      ],
      ...['2020-12-31T22:59:00.000Z', '2020-12-31T23:00:00.000Z', '2021-01-01T12:00:00.000Z'],
    ]
    for (const moment of moments) {
      const { id } = await sendNote(site, { page: '/autre/' })
      await site.env.DB.prepare('UPDATE notes SET created_at = ?2 WHERE id = ?1').bind(id, moment).run()
    }
    const { byDay } = (await (await moderator.get('/api/admin/stats')).json()) as { byDay: Record<string, number> }
    expect(Object.entries(byDay).slice(0, 5)).toEqual([
      ['2020-07-05', 1],
      ['2020-07-06', 3],
      ['2020-12-31', 1],
      ['2021-01-01', 2],
      [expect.any(String), expect.any(Number)],
    ])
    expect(await desk.read('/moderation/chiffres/')).toContain(
      `<th scope="row">${unbroken(longDay('2020-07-06', 'fr'))}</th><td>3</td>`,
    )
    const html = await (await site.get('/moderation-en-chiffres/')).text()
    expect(html).toMatch(/annee-2021.*<dt>Reçues<\/dt><dd>2<\/dd>.*annee-2020.*<dt>Reçues<\/dt><dd>5<\/dd>/s)
  })

  test('of each year are for everybody, and hold numbers alone', async () => {
    const response = await site.get('/moderation-en-chiffres/')
    expect(response.status).toBe(200)
    const html = await response.text()
    const year = localTimeAt(new Date(), 'Europe/Paris').slice(0, 4)
    expect(html).toContain(year)
    expect(html).toMatch(/<dt>Reçues<\/dt><dd>\d+<\/dd>/)
    expect(html).not.toContain('Naïg')
  })

  test('of a year count each decision as what it was, and a retouch as published, too', async () => {
    const { DB } = site.env
    const now = '2019-07-06T10:00:00.000Z'
    const writing = { body: 'Retouchée.', author: null }
    const courses: Act[][] = [
      [{ action: 'approve' }, { action: 'unpublish' }, { action: 'restore' }],
      [{ action: 'edit', writing }],
      [{ action: 'return' }],
      [{ action: 'reject' }],
      [{ action: 'spam' }],
    ]
    for (const acts of courses) {
      const { id } = await sendNote(site)
      await DB.prepare('UPDATE notes SET created_at = ?2 WHERE id = ?1').bind(id, now).run()
      for (const act of acts) {
        const note = await findNote(DB, id)
        if (note) await changeNote(DB, note, { ...act, moderator: 'Naïg', now })
      }
      if (acts.length === 3) await reportNote(DB, { noteId: id, reason: 'Pourquoi.', key: id }, new Date(now))
    }
    await catchUp(site)
    const years = await yearlyFigures(DB, 'Europe/Paris')
    expect(years.find(({ year }) => year === '2019')).toEqual({
      ...{ year: '2019', received: 5, published: 2, retouched: 1, asked: 1 },
      ...{ rejected: 1, spam: 1, unpublished: 1, reports: 1 },
    })
  })
})

describe('publishing that is behind', () => {
  test.each(['/moderation/', '/moderation/journal/', '/moderation/chiffres/', '/moderation/reglages/'])(
    'shows on %s, louder when it lasts',
    async (path) => {
      const behind = (since: string) =>
        site.env.DB.prepare(
          `INSERT INTO outbox (key, wanted, published, behind_since, due_at) VALUES ('note/late', 2, 1, ?1, '9999')
           ON CONFLICT (key) DO UPDATE SET behind_since = ?1`,
        )
          .bind(since)
          .run()
      await behind(new Date().toISOString())
      expect(await desk.read(path)).toContain('en cours de publication')
      await behind(new Date(Date.now() - 11 * 60_000).toISOString())
      expect(await desk.read(path)).toContain('La publication a du retard, depuis 11 minutes')
      await site.env.DB.prepare(`DELETE FROM outbox WHERE key = 'note/late'`).run()
      expect(await desk.read(path)).not.toContain('La publication a du retard')
    },
  )
})

describe('If-Match', () => {
  test.each([
    ['"1"', 200],
    ['W/"1"', 200],
    ['"9", "1"', 200],
    ['*', 200],
    ['"9"', 412],
    ['"nonsense"', 412],
  ])('%s on the first version is %i', async (header, status) => {
    const { id } = await sendNote(site)
    const headers = { ...moderator.headers, 'If-Match': header }
    const response = await postJson(site, `/api/admin/notes/${id}/decisions`, { action: 'approve' }, headers)
    expect(response.status).toBe(status)
  })
})
