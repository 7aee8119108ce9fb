import { afterAll, beforeAll, expect, test } from 'vitest'
import { meteredDatabase } from '../../cli/bench/metered-database'
import type { RequestStores } from '../../worker/env'
import { decide } from '../../worker/moderation/decide'
import { hostsNeverPublished } from '../../worker/moderation/known-hosts'
import { neighboursOf } from '../../worker/moderation/neighbours'
import { listQueue, newestWaiting } from '../../worker/moderation/queue'
import { forgetSends } from '../../worker/notes/device-sends'
import { RecentPrints } from '../../worker/notes/near-copy'
import { send } from '../../worker/notes/send'
import { bearsName } from '../../worker/notes/store'
import { renderValue } from '../../worker/publishing/render'
import { listPublished } from '../../worker/reading/published-list'
import { type PageIndex, parsePageIndex } from '../../worker/site/page-index'
import { fillPage } from '../support/fill-page'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  // More than any of the lists shows.
  for (const page of ['/seance/', '/autre/']) {
    for (const status of states) await fillPage(site, page, 150, status)
  }
  await sendMany(50)
})
afterAll(() => site.close())

/** A room whose people all have the same telephone, behind one address. */
async function sendMany(notes: number): Promise<void> {
  const sent = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO device_sends (hash, at) SELECT 'essai', ?2 FROM n`
  await site.env.DB.prepare(sent).bind(notes, new Date().toISOString()).run()
}

const states = ['published', 'pending', 'rejected'] as const

type Asked = (stores: RequestStores & { SECRET: string }, index: PageIndex) => Promise<unknown>

/** What somebody waits for while notes come in. */
const questions: [what: string, asked: Asked][] = [
  [
    'a note sent',
    (stores) => {
      const prints = new RecentPrints()
      prints.learn([], new Date().toISOString())
      const note = { page: '/seance/', address: '/seance/', body: 'Une note.', author: null, licence: 'CC-BY-SA-4.0' }
      return send(stores, prints, note, null, { trapFilled: false, renderedAt: null, device: 'essai' }, new Date())
    },
  ],
  [
    'an approval',
    async (stores) => {
      const { id } = await sendNote(site, { page: '/seance/' })
      // Past the second between two writes of a key, so that it does not ask again and again.
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      const approve = { id, version: 1, action: 'approve', reason: null } as const
      expect((await decide(stores, 'Naïg', approve, new Date())).outcome).toBe('done')
    },
  ],
  ['the newest notes', ({ DB }, index) => renderValue(DB, index, 'latest')],
  ['the notes of a page, for programs', ({ DB }) => listPublished(DB, '/autre/', null, 20)],
  [
    'all notes, further on',
    async ({ DB }) => listPublished(DB, null, (await listPublished(DB, null, null, 50)).next, 20),
  ],
  ['the queue', ({ DB }) => listQueue(DB, { status: 'pending' }, null, 20)],
  [
    'the queue, further on',
    async ({ DB }) => {
      const { next } = await listQueue(DB, { status: 'pending' }, null, 50)
      return listQueue(DB, { status: 'pending' }, next, 20)
    },
  ],
  ['the feed of what waits', ({ DB }) => newestWaiting(DB, 50)],
  ['published notes, for moderators', ({ DB }) => listQueue(DB, { status: 'published' }, null, 20)],
  ['refused notes', ({ DB }) => listQueue(DB, { status: 'rejected' }, null, 20)],
  ['what stands beside a note', ({ DB }) => neighboursOf(DB, { id: 'none', page: '/seance/' })],
  ['what the limits forget', ({ DB }) => forgetSends(DB, new Date(Date.now() - 86_400_000).toISOString())],
  ['what stands beside a page’s first note', ({ DB }) => neighboursOf(DB, { id: 'none', page: '/vide/' })],
]

async function rowsRead(asked: Asked): Promise<number> {
  const meter = { rowsRead: 0, rowsWritten: 0 }
  const following: Promise<unknown>[] = []
  const stores = {
    DB: meteredDatabase(site.env.DB, meter),
    PAGES: site.env.PAGES,
    SECRET: 'a secret of the tests',
    later: (work: Promise<unknown>) => following.push(work),
  }
  await asked(stores, parsePageIndex((await site.env.PAGES.get('index')) ?? ''))
  await Promise.all(following)
  return meter.rowsRead
}

async function rowsOfAll(): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  for (const [what, asked] of questions) rows[what] = await rowsRead(asked)
  return rows
}

/** The notes that the questions themselves have left. */
const OWN = 10

test('does not grow with the notes that exist', async () => {
  const few = await rowsOfAll()
  for (const status of states) await fillPage(site, '/encore/', 5_000, status)
  await sendMany(5_000)
  const many = await rowsOfAll()
  for (const [what] of questions) expect(many[what], what).toBeLessThan((few[what] ?? 0) + OWN)
  expect(Math.max(...Object.values(few))).toBeLessThan(1_000)
})

test('a note with a thousand links has a moderator read no more than one with twenty', async () => {
  const ofHosts = (count: number) => {
    const hosts = Array.from({ length: count }, (_, n) => `${n}.example`)
    return rowsRead(({ DB }) => hostsNeverPublished(DB, hosts))
  }
  expect(await ofHosts(1_000)).toBe(await ofHosts(20))
})

test('a receipt says whether its note is signed from no more rows, however often the note was corrected', async () => {
  const { id } = await sendNote(site, { page: '/seance/' })
  const before = await rowsRead(({ DB }) => bearsName(DB, id))
  const corrected = `WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    INSERT INTO revisions (note_id, number, body, created_at) SELECT ?1, i, 'Corrigée.', '2022' FROM n`
  await site.env.DB.prepare(corrected).bind(id).run()
  expect(await rowsRead(({ DB }) => bearsName(DB, id))).toBe(before)
})
