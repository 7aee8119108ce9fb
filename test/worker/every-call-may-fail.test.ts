import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAgreement, letMinutesPass } from '../support/agreement'
import { amount, isLong } from '../support/amount'
import { callsOf, causes } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { type AdminNote, pagesWithNotes, type SentNote, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish(pagesWithNotes)
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

let turn = 0

describe.each(Object.entries(paths).map(([name, path], n) => ({ name, path, n })))(
  '$name: whichever call of a store fails',
  ({ path, n }) => {
    /** @returns How many calls were made: as many as `at` when the fault was met. */
    async function fail(at: number | 'DB.batch', how: string): Promise<number> {
      await letMinutesPass(site)
      const attempt = await begin(path)
      site.clearLog()
      const response = await attempt.send(at, how)
      if (response.status >= 400) expect({ at, causes: causes(site, 'on purpose') }).toEqual({ at, causes: 1 })
      await expectAgreement(site, attempt.note.id)
      return callsOf(response)
    }

    /** More calls than any of these makes. */
    const BEYOND = 1_000

    test.each(['refused', 'lost'])(
      '(%s) what was answered as done is done, the rest changed nothing or all, and the cron mends KV',
      async (how) => {
        if (isLong) for (let at = 1; (await fail(at, how)) >= at; ) at++
        else {
          // The call that stores the change; and by one of the two faults one in turn of those that are made when none fails.
          await fail('DB.batch', how)
          if ((how === 'lost') === (n % 2 === 0)) return
          const other = 1 + (turn++ % (await fail(BEYOND, how)))
          expect(await fail(other, how)).toBeGreaterThanOrEqual(other)
        }
      },
      amount({ slice: 60_000, whole: 600_000 }),
    )
  },
)

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
  const send = async (at: number | string, how: string): Promise<Response> => {
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

test('a burst of approvals of one page asks KV for no second write within a second', async () => {
  const sent = []
  for (let n = 0; n < 10; n++) sent.push(await sendNote(site, { page: '/autre/', body: `En rafale ${n}.` }))
  await letMinutesPass(site)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  site.clearLog()
  const strict = { 'X-Test-Faults': 'strict' }
  const answers = await Promise.all(sent.map(({ id }) => moderator.decide(id, 'approve', { version: 1 }, strict)))
  expect(answers.map(({ status }) => status)).toEqual(sent.map(() => 200))
  expect(causes(site, 'KV PUT failed: 429')).toBe(0)
  await expectAgreement(site)
})

describe('dismissing a report, whichever call of a store fails', () => {
  test.each(['refused', 'lost'].slice(0, amount({ slice: 1, whole: 2 })))(
    '(%s) what was answered as done is done, once, and nothing else is',
    async (how) => {
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
        const response = await moderator.decide(
          report,
          'dismiss',
          { version: 1 },
          { 'X-Test-Fault-At': `${at} ${how}` },
        )
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
    },
  )

  test.each(['lost', 'refused'].slice(0, amount({ slice: 1, whole: 2 })))(
    '(%s) undoing the last dismissal opens no report that was dismissed before',
    async (how) => {
      let reached = 0
      for (let at = 1; reached === at - 1 || at === 1; at++) {
        const { id } = await published()
        const ids = ['c', 'd'].map(
          (letter) => `s-${letter}${how === 'lost' ? 'a' : 'b'}${String(at).padStart(18, '0')}`,
        )
        for (const report of ids) {
          await site.env.DB.prepare(
            `INSERT INTO reports (id, note_id, reason, created_at, number)
           SELECT ?1, ?2, 'Raison.', '2022', coalesce(max(number), 0) + 1 FROM reports`,
          )
            .bind(report, id)
            .run()
          expect((await moderator.decide(id, 'dismiss', { version: 2 })).status).toBe(200)
        }
        const response = await moderator.decide(id, 'restore', { version: 2 }, { 'X-Test-Fault-At': `${at} ${how}` })
        if (callsOf(response) >= at) reached = at
        const { results } = await site.env.DB.prepare('SELECT id FROM reports WHERE note_id = ?1 AND closed_at IS NULL')
          .bind(id)
          .all<{ id: string }>()
        const open = results.map((report) => report.id)
        if (response.ok) expect([at, open]).toEqual([at, ids.slice(1)])
        else expect([at, open.includes(ids[0] ?? '')]).toEqual([at, false])
      }
      expect(reached).toBeGreaterThan(3)
    },
  )
})
