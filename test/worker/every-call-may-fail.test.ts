import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderValue } from '../../worker/publishing/render'
import { INDEX_KEY, parsePageIndex } from '../../worker/site/page-index'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, type SentNote, sendNote, TestModerator } from '../support/people'

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
  request: (note: SentNote, n: number) => [path: string, init: RequestInit]
  /** State and text of the note that the request is about, once it is done. */
  outcome: { status: string; body: string | null }
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
const pending = () => sendNote(site, { body: 'Un texte.', author: 'Goéland' })
const published = async () => {
  const note = await pending()
  await moderator.decide(note.id, 'approve', { version: 1 })
  return note
}

const paths: Record<string, Path> = {
  approve: { prepare: pending, request: decision('approve', 1), outcome: { status: 'published', body: 'Un texte.' } },
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

describe.each(Object.entries(paths))('%s: whichever call of a store fails', (_, path) => {
  test.each(['refused', 'lost'])(
    '(%s) what was answered as done is done, the rest changed nothing or all, and the cron mends KV',
    async (how) => {
      let reached = 0
      // Until no call was left to fail.
      for (let at = 1; reached === at - 1 || at === 1; at++) {
        await forgetTheClock()
        const note = await path.prepare()
        await forgetTheClock()
        const before = await moderator.note(note.id)
        site.harness.clearLogs()
        const [address, init] = path.request(note, at)
        const headers = { ...(init.headers as Record<string, string>), 'X-Test-Fault-At': `${at} ${how}` }
        const response = await site.get(address, { ...init, headers })
        if (callsOf(response) >= at) reached = at

        const after = await moderator.note(note.id)
        const isDone = after.status === path.outcome.status && after.body === path.outcome.body
        if (response.ok) expect({ at, isDone }).toEqual({ at, isDone: true })
        else {
          expect({ at, isServerFault: response.status >= 500 }).toEqual({ at, isServerFault: true })
          expect({
            at,
            isNamed: JSON.stringify(site.harness.getLogs()).includes('on purpose') || how === 'lost',
          }).toEqual({ at, isNamed: true })
          if (!isDone) expect({ at, after }).toEqual({ at, after: before })
        }
        await expectKvToEqualD1()
      }
      expect(reached).toBeGreaterThan(3)
    },
    120_000,
  )
})

describe('sending, whichever call of a store fails', () => {
  const form = (n: number, how: string) => {
    const fields = {
      page: '/seance/',
      body: `Texte ${how} ${n}.`,
      licence: 'on',
      intent: 'send',
      key: `the-key-of-the-form-${how}-${n}`,
    }
    return {
      fields,
      init: (headers: Record<string, string>) => ({ method: 'POST', headers, body: new URLSearchParams(fields) }),
    }
  }

  test.each(['refused', 'lost'])(
    '(%s) the note is stored or its text comes back, and trying again makes one note',
    async (how) => {
      let reached = 0
      // Until no call was left to fail.
      for (let at = 1; reached === at - 1 || at === 1; at++) {
        const { fields, init } = form(at, how)
        const response = await site.get('/contribuer/', init({ 'X-Test-Fault-At': `${at} ${how}` }))
        if (callsOf(response) >= at) reached = at
        if (response.status !== 303) {
          expect([at, response.status]).toEqual([at, 503])
          expect(await response.text()).toContain(`value="${fields.body}"`)
        }
        const again = await site.get('/contribuer/', init({}))
        expect([at, again.status]).toEqual([at, 303])
        const { results } = await site.env.DB.prepare('SELECT note_id FROM revisions WHERE body = ?1')
          .bind(fields.body)
          .all()
        expect([at, results.length]).toEqual([at, 1])
      }
      expect(reached).toBeGreaterThan(2)
    },
  )
})

/** How many calls of stores a request made. */
function callsOf(response: Response): number {
  const made = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  return Object.values(made).reduce((sum, count) => sum + count, 0)
}

/** Nothing waits any longer, as if minutes had gone by; what is composed of all notes still does (keep-the-proceedings.test.ts). */
async function forgetTheClock(): Promise<void> {
  const composed = `key GLOB 'document/*'`
  await site.env.DB.prepare(
    `UPDATE outbox SET due_at = '', written_at = '', leased_until = '' WHERE NOT ${composed}`,
  ).run()
}

/** A block knows of its next one, not of all that came since; and Node compresses a little differently. */
const outOfDate = { blocks: 0, weight: 0 }

async function expectKvToEqualD1(): Promise<void> {
  await forgetTheClock()
  await site.harness.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })
  const { site: settings } = parsePageIndex((await site.env.PAGES.get(INDEX_KEY)) ?? '')
  const { results } = await site.env.DB.prepare(
    `SELECT key, wanted, published FROM outbox WHERE key NOT GLOB 'document/*'`,
  ).all<{
    key: string
    wanted: number
    published: number
  }>()
  for (const { key, wanted, published: done } of results) {
    expect({ key, behind: wanted - done }).toEqual({ key, behind: 0 })
    const shown = await site.env.PAGES.get<object>(key, 'json')
    expect({ key, ...shown, ...outOfDate }).toEqual({
      key,
      ...JSON.parse(await renderValue(site.env.DB, settings, key)),
      ...outOfDate,
    })
  }
}
