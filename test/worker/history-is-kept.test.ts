import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestModerator } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  const moderator = await TestModerator.join(site)
  const { id } = await sendNote(site, { body: 'Texte.', author: 'Goéland' })
  await moderator.decide(id, 'reject', { reason: 'Parce que.' })
  await site.env.DB.prepare(`INSERT INTO reports (id, note_id, created_at, number) VALUES ('s', ?1, '2022', 1)`)
    .bind(id)
    .run()
})
afterAll(() => site.close())

describe('revisions, decisions and reports are append-only', () => {
  test.each([
    'DELETE FROM revisions',
    'DELETE FROM decisions',
    'DELETE FROM reports',
    `UPDATE revisions SET body = 'Autre.'`,
    `UPDATE revisions SET author = 'Autre'`,
    'UPDATE revisions SET body = NULL, author = NULL, search = NULL, print = NULL',
    `UPDATE revisions SET created_at = '2000'`,
    `UPDATE decisions SET reason = 'Autre.'`,
    `UPDATE decisions SET moderator = 'Autre', reason = NULL, erased_at = '2022'`,
    `UPDATE decisions SET action = 'approve'`,
  ])('%s is refused', async (sql) => {
    await expect(site.env.DB.prepare(sql).run()).rejects.toThrow(/append-only|constraint|kept/)
  })

  test.each([
    `INSERT OR REPLACE INTO decisions (seq, id, note_id, action, moderator, version, revision, from_status, to_status, at)
     SELECT seq, id, note_id, 'approve', 'Autre', version, revision, from_status, to_status, at FROM decisions`,
    `INSERT OR REPLACE INTO decisions (id, note_id, action, moderator, version, revision, from_status, to_status, at)
     SELECT id, note_id, 'approve', 'Autre', version, revision, from_status, to_status, at FROM decisions`,
    `INSERT OR REPLACE INTO revisions (note_id, number, body, created_at) SELECT note_id, number, 'Autre.', created_at FROM revisions`,
    `INSERT OR REPLACE INTO reports (id, note_id, reason, created_at, number) SELECT 'autre', note_id, 'Autre.', created_at, number FROM reports`,
  ])('%s changes nothing', async (sql) => {
    const { DB } = site.env
    const history = async () => {
      const tables = ['revisions', 'decisions', 'reports'].map((name) => DB.prepare(`SELECT * FROM ${name}`))
      return (await DB.batch(tables)).map(({ results }) => results)
    }
    const before = await history()
    await DB.prepare(sql).run()
    expect(await history()).toEqual(before)
  })

  test.each([
    [`UPDATE revisions SET author = NULL`, 'a name taken off'],
    [`UPDATE revisions SET body = NULL, author = NULL, search = NULL, print = NULL, erased_at = '2022'`, 'erasure'],
    [`UPDATE decisions SET reason = NULL, erased_at = '2022'`, 'erasure of a reason'],
  ])('%s is allowed: %s', async (sql) => {
    expect((await site.env.DB.prepare(sql).run()).success).toBe(true)
  })
})

describe('the schema refuses what the program never writes', () => {
  test.each([
    [`UPDATE notes SET status = 'lost'`, 'an unknown state'],
    [`UPDATE notes SET status = 'published'`, 'a published note without a place'],
    [`UPDATE notes SET status = 'withdrawn'`, 'a withdrawn note that was not erased'],
    [`UPDATE notes SET version = 'one'`, 'a text for a number'],
    [`UPDATE notes SET flags = 'none'`, 'flags that are no JSON'],
    [
      `INSERT INTO revisions (note_id, number, body, created_at) VALUES ('nobody', 1, 'x', '2022')`,
      'a revision of no note',
    ],
    [
      `INSERT INTO revisions (note_id, number, body, created_at) SELECT id, 9, 'a' || char(0) || hex(zeroblob(50000)), '2022' FROM notes`,
      'a body too long behind a NUL',
    ],
  ])('%s: %s', async (sql) => {
    await expect(site.env.DB.prepare(sql).run()).rejects.toThrow(/constraint|cannot store/i)
  })
})
