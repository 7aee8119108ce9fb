import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Change, changeNote } from '../../worker/notes/changes'
import { findNote, type Note } from '../../worker/notes/store'
import { losesFirstAnswer } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
})
afterAll(() => site.close())

async function newNote(): Promise<Note> {
  const note = await findNote(site.env.DB, (await sendNote(site)).id)
  if (!note) throw new Error('The note is not there.')
  return note
}

const approve: Change = { action: 'approve', now: '2022-07-06T10:00:00.000Z', moderator: 'Naïg' }
const edit: Change = { ...approve, action: 'edit', writing: { body: 'Retouché.', author: null } }
const withdraw: Change = { ...approve, action: 'withdraw', moderator: null }

function everything(): Promise<unknown> {
  const tables = ['notes', 'revisions', 'decisions', 'outbox', 'page_counts']
  return Promise.all(tables.map(async (table) => (await site.env.DB.prepare(`SELECT * FROM ${table}`).all()).results))
}

test('of twenty changes on one version exactly one takes', async () => {
  const note = await newNote()
  const results = await Promise.all(Array.from({ length: 20 }, () => changeNote(site.env.DB, note, approve)))
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual([
    'done',
    ...Array.from({ length: 19 }, () => 'stale'),
  ])
  const { results: rows } = await site.env.DB.prepare('SELECT * FROM decisions WHERE note_id = ?1').bind(note.id).all()
  expect(rows).toHaveLength(1)
})

test.each([
  ['an approval', approve],
  ['a retouch', edit],
  ['a withdrawal', withdraw],
])('%s on a version that is no longer leaves every table as it was', async (_, change) => {
  const note = await newNote()
  await changeNote(site.env.DB, note, approve)
  const before = await everything()
  expect(await changeNote(site.env.DB, note, change)).toEqual({ outcome: 'stale' })
  expect(await everything()).toEqual(before)
})

test('a change whose answer was lost is known again when it is repeated', async () => {
  const note = await newNote()
  expect(await changeNote(losesFirstAnswer(site.env), note, edit)).toMatchObject({ outcome: 'done' })
  const revisions = await site.env.DB.prepare('SELECT number FROM revisions WHERE note_id = ?1').bind(note.id).all()
  expect(revisions.results).toHaveLength(2)
  expect((await findNote(site.env.DB, note.id))?.version).toBe(2)
})
