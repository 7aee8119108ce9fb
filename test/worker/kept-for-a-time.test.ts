import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeLease } from '../../worker/moderation/leases'
import { neighboursOf } from '../../worker/moderation/neighbours'
import { changeNote } from '../../worker/notes/changes'
import { forgetSends } from '../../worker/notes/device-sends'
import { eraseRefused } from '../../worker/notes/retention'
import { findNote } from '../../worker/notes/store'
import { recordUpkeep } from '../../worker/upkeep'
import { afterFirstAnswer } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

const DAY_MS = 24 * 60 * 60_000

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite()
  const retention = 'retention: { rejected: 20, spam: 5, sessions: 2, limits: 3 }\n'
  await site.publish({ 'content/site.yml': siteYaml + retention, ...pagesWithNotes })
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

/** The cron, as it comes so many days from now; the work of every hour is due. */
async function cronIn(days: number): Promise<void> {
  await site.env.DB.prepare(`DELETE FROM upkeep WHERE what = 'purge'`).run()
  const scheduledTime = new Date(Date.now() + days * DAY_MS)
  await site.runCron(scheduledTime)
}

/** Everything that the base holds, as text. */
async function everything(): Promise<string> {
  const tables = ['notes', 'revisions', 'decisions', 'reports']
  const rows = await Promise.all(tables.map((name) => site.env.DB.prepare(`SELECT * FROM ${name}`).all()))
  return JSON.stringify(rows.map(({ results }) => results))
}

test('texts of refused notes and spam are erased after their time, and nothing before', async () => {
  const [refused, spam, kept] = [
    await sendNote(site, { body: 'Premier texte refusé.', author: 'Sterne' }),
    await sendNote(site, { body: 'Achetez ceci.' }),
    await sendNote(site, { body: 'Elle attend toujours.' }),
  ]
  await moderator.decide(refused.id, 'approve')
  await postForm(site, `/notes/${refused.id}/signaler/`, { reason: 'Je lis « Premier texte ».' })
  await moderator.decide(refused.id, 'unpublish', { reason: 'Vous écrivez « Premier texte ».' })
  await site.env.DB.prepare(`UPDATE notes SET flags = '["links:4"]' WHERE id = ?1`).bind(refused.id).run()
  await moderator.decide(spam.id, 'spam')

  await cronIn(4.9)
  expect(await everything()).toContain('Achetez ceci.')
  await cronIn(5.1)
  expect(await everything()).not.toMatch(/Achetez|achetez/)
  expect(await everything()).toContain('Premier texte refusé.')
  expect(await everything()).toContain('Je lis « Premier texte ».')
  expect((await moderator.note(refused.id)).flags).toEqual(['links:4'])
  await cronIn(20.1)
  const left = await everything()
  expect(left).not.toMatch(/Premier texte|premier texte|Sterne/)
  expect(left).toContain('Elle attend toujours.')
  expect((await moderator.note(refused.id)).flags).toEqual([])
  expect((await moderator.note(kept.id)).status).toBe('pending')
})

test('nothing is erased while a backup comes back: what was decided last may still be missing', async () => {
  const { id } = await sendNote(site, { body: 'Refusée, puis reprise.' })
  await moderator.decide(id, 'reject')
  await site.env.DB.prepare(`INSERT INTO upkeep (what, at) VALUES ('closed', '2022')`).run()
  await cronIn(21)
  expect(await everything()).toContain('Refusée, puis reprise.')
  await site.env.DB.prepare(`DELETE FROM upkeep WHERE what = 'closed'`).run()
  await cronIn(21)
  expect(await everything()).not.toContain('Refusée, puis reprise.')
})

test('the journal keeps the fact, and the receipt says what became of the text', async () => {
  const { id, receipt } = await sendNote(site, { body: 'Texte refusé.' })
  await moderator.decide(id, 'reject', { reason: 'Hors sujet.' })
  await cronIn(21)
  const note = await moderator.note(id)
  expect(note).toMatchObject({ status: 'rejected', body: null, html: null })
  expect(note.decisions).toMatchObject([{ action: 'reject', moderator: 'Naïg', reason: null }])
  const page = await (await site.get(`/suivi/${receipt}/`)).text()
  expect(page).toContain('n’est gardée que 20 jours')
  expect(page).not.toContain('Texte refusé.')
})

test('beside another note a moderator sees it while it has its text, and no longer', async () => {
  const [{ id }, other] = [await sendNote(site, { body: 'Texte refusé.' }), await sendNote(site)]
  await moderator.decide(id, 'reject')
  const page = '/seance/'
  const shown = async () => (await neighboursOf(site.env.DB, { id: other.id, page })).map((each) => each.id)
  expect(await shown()).toContain(id)
  await cronIn(21)
  expect(await shown()).not.toContain(id)
})

test('an erased note can be written anew by its author; its refusal cannot be undone', async () => {
  const { id, receipt } = await sendNote(site, { body: 'Texte refusé.' })
  await moderator.decide(id, 'reject')
  await cronIn(21)
  expect((await moderator.decide(id, 'restore')).status).toBe(409)
  const revised = await site.get(`/api/receipts/${receipt}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ body: 'Un autre texte.' }),
  })
  expect(await revised.json()).toMatchObject({ status: 'pending', body: 'Un autre texte.' })
  expect((await moderator.decide(id, 'approve')).status).toBe(200)
  await cronIn(200)
  expect(await moderator.note(id)).toMatchObject({ status: 'published', body: 'Un autre texte.' })
})

test('a note that is decided on anew while the old ones are looked for keeps its text', async () => {
  const { id } = await sendNote(site, { body: 'Refusée deux fois.' })
  const note = await findNote(site.env.DB, id)
  const longAgo = '2020-01-01T00:00:00.000Z'
  if (note) await changeNote(site.env.DB, note, { action: 'reject', moderator: 'Naïg', now: longAgo })
  const DB = afterFirstAnswer(site.env, async () => {
    for (const action of ['restore', 'reject']) await moderator.decide(id, action)
  })
  expect(await eraseRefused(DB, 'rejected', '2021', new Date().toISOString())).toBe(0)
  expect(await moderator.note(id)).toMatchObject({ status: 'rejected', body: 'Refusée deux fois.' })
})

test('what is old is looked for once an hour, and at once after a clock that was ahead', async () => {
  const { DB } = site.env
  const now = Date.now()
  const lookedFor = async (purgedMinutesAgo: number) => {
    await DB.batch([
      DB.prepare(`INSERT OR REPLACE INTO upkeep (what, at) VALUES ('purge', ?1)`).bind(
        new Date(now - purgedMinutesAgo * 60_000).toISOString(),
      ),
      DB.prepare(
        `INSERT OR REPLACE INTO sessions (hash, moderator, created_at, last_seen_at, expires_at)
         VALUES ('ended', 'Naïg', '2020', '2020', '2020')`,
      ),
    ])
    await site.runCron(new Date(now))
    return (await DB.prepare(`SELECT 1 FROM sessions WHERE hash = 'ended'`).first()) === null
  }
  expect([await lookedFor(59), await lookedFor(61), await lookedFor(-60)]).toEqual([false, true, true])
})

test('who read which note is forgotten within the minute after, and not before', async () => {
  const { DB } = site.env
  const now = new Date()
  await recordUpkeep(DB, 'purge', now)
  await takeLease(DB, 'lue', 'Naïg', new Date(now.getTime() - 5 * 60_000 - 1))
  await takeLease(DB, 'ouverte', 'Naïg', new Date(now.getTime() - 4 * 60_000))
  await site.runCron(now)
  const { results } = await DB.prepare('SELECT note_id AS id FROM leases').all()
  expect(results).toEqual([{ id: 'ouverte' }])
})

test('ended sessions, and what the limits know of a device, are forgotten', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const { DB } = site.env
  const sent = hoursAgo(2)
  await DB.batch([
    DB.prepare('DELETE FROM device_sends'),
    DB.prepare(`INSERT INTO device_sends (hash, at) VALUES ('old', ?1), ('new', ?2)`).bind(hoursAgo(4), sent),
    DB.prepare(
      `INSERT INTO sessions (hash, moderator, created_at, last_seen_at, expires_at)
       VALUES ('old', 'Naïg', ?1, ?1, ?1), ('new', 'Naïg', ?2, ?2, ?2)`,
    ).bind(hoursAgo(49), hoursAgo(47)),
  ])
  const hashes = async (table: string) =>
    (await DB.prepare(`SELECT hash FROM ${table} WHERE hash IN ('old', 'new')`).all<{ hash: string }>()).results
  await cronIn(0)
  expect(await hashes('device_sends')).toEqual([{ hash: 'new' }])
  // The last moment of its time still belongs to it.
  await forgetSends(DB, sent)
  expect(await hashes('device_sends')).toEqual([{ hash: 'new' }])
  expect(await hashes('sessions')).toEqual([{ hash: 'new' }])
})
