import type { D1Database } from '@cloudflare/workers-types'
import type { RequestStores, Stores } from '../env'
import { indexIfPublished } from '../last-published'
import { logFault } from '../log'
import { retrying } from '../notes/retry'
import { Unavailable } from '../site/unavailable'
import { removeOutdatedParts } from './document-parts'
import { rememberPublished } from './published-values'
import { publishingState } from './publishing-state'
import { renderValue } from './render'
import { parseKey, TAKEN_AWAY_KEY } from './values'

/**
 * Published notes → KV, one value at a time. D1 says what is wanted (`outbox`), KV is made to hold it: render from
 * D1, write, look again, go round if more was wanted meanwhile. Whoever writes a key keeps the others away by a
 * lease; whoever dies with it is followed, after the lease, by the next request or the cron.
 */

/** KV takes one write a second for each key, then answers 429. https://developers.cloudflare.com/kv/platform/limits/ */
const WRITE_GAP_MS = 1_000

/** Longer than rendering and writing one value may take (patient-stores.ts), shorter than the cron's minute. */
export const LEASE_MS = 30_000

/** The longest that a key waits after it failed. */
const LONGEST_WAIT_MS = 600_000

/** When a request looks whether a key that another one is writing has been written; each time after twice as long. */
const POLL_MS = 120

/** How long a decision's answer waits for its pages to show it. */
const ANSWER_WAIT_MS = 3_000

/** Backoff of a key that fails: 2 s, 4 s, … then every ten minutes, for ever. SQL of the moment; `now` is SQL too. */
const dueAgain = (now: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${now}, '+' || min(${LONGEST_WAIT_MS / 1_000}, 1 << min(10, failures + 1)) || ' seconds')`

/**
 * Until when a time that was set at most so far ahead is still to come. What lies further ahead was written before the
 * machine's clock was put back, and holds nothing up. Twice as far, because two machines' clocks differ.
 */
export function stillToCome(now: number, aheadMs: number): string {
  return iso(now + 2 * aheadMs)
}

/** Keys that one request writes together: more would read all that they say before the first of them is written. */
const WRITES_TOGETHER = 20

/** Writes of one run of the cron. The free plan's 50 subrequests end it sooner, as they do a lot of decisions. */
const WRITES_A_RUN = 100

/** No write is begun later in a run: stores that do not answer must not make it last longer than to the next one. */
const RUN_MS = 40_000

/**
 * Writes these keys, or waits until another request has, for as long as the decision's answer may take; what
 * is no page of its own, and what takes longer, follows after the answer. Never throws: what fails here, or is too
 * much for one invocation, stays in the outbox for the cron.
 */
export async function publishNow(stores: RequestStores, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  const deadline = Date.now() + ANSWER_WAIT_MS
  const ranked = keys.toSorted((a, b) => rank(a) - rank(b))
  const first = ranked.slice(0, WRITES_TOGETHER)
  const more = ranked.slice(WRITES_TOGETHER)
  // What fails here is claimed once more, each key by itself.
  const claims = claimAll(stores.DB, first, Date.now()).catch(() => new Map<string, number>())
  const publish = (keys: string[]) =>
    Promise.all(keys.map(async (key) => publishKey(stores, key, deadline, (await claims).get(key))))
  const isSeen = (key: string) => isSeenAtOnce(key, keys.includes(TAKEN_AWAY_KEY))
  const seenAtOnce = publish(first.filter(isSeen))
  const all = Promise.all([seenAtOnce, publish(first.filter((key) => !isSeen(key)))])
  const rest = all.then(() => publishInTurn(stores, more, deadline))
  stores.later(rest)
  await atMost(ANSWER_WAIT_MS, more.some(isSeen) ? rest : seenAtOnce)
}

/** Some together, then some more. Ends where the stores may not be asked any more: the platform counts what an invocation asks. */
async function publishInTurn(stores: RequestStores, keys: string[], deadline: number): Promise<void> {
  try {
    for (let at = 0; at < keys.length; at += WRITES_TOGETHER) {
      const together = keys.slice(at, at + WRITES_TOGETHER)
      const claims = await claimAll(stores.DB, together, Date.now())
      await Promise.all(together.map((key) => publishKey(stores, key, deadline, claims.get(key))))
    }
  } catch (error) {
    logFault('publishing is left to the cron', error, { keys: String(keys.length) })
  }
}

/** What whoever decided goes to look at: the page and the note; and that what was taken away is in no list and no document. */
function isSeenAtOnce(key: string, takesAway: boolean): boolean {
  const kind = parseKey(key)?.kind
  return kind === 'block' || kind === 'note' || kind === 'taken-away' || (takesAway && kind === 'latest')
}

/** One key takes a text out of all documents; a page shows all of its notes by one block, each note's own address one. */
function rank(key: string): number {
  const at = ['taken-away', 'block', 'note'].indexOf(parseKey(key)?.kind ?? '')
  return at === -1 ? 3 : at
}

/** A store that does not answer holds up what follows the answer, not the answer. */
function atMost(ms: number, work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(resolve, ms)
    work.finally(() => clearTimeout(late)).then(resolve, reject)
  })
}

/** The cron's part: everything that is behind and due, but for what somebody else is writing: the next run looks again. */
export async function publishRest(stores: Stores, now: number): Promise<void> {
  await countDeadWriters(stores.DB, now)
  const { results } = await stores.DB.prepare(
    `SELECT key FROM outbox WHERE published < wanted AND NOT (due_at > ?1 AND due_at <= ?2)
       AND NOT (leased_until > ?1 AND leased_until <= ?3) AND key NOT GLOB 'document/*'
     ORDER BY key = '${TAKEN_AWAY_KEY}' DESC, due_at LIMIT ${WRITES_A_RUN}`,
  )
    .bind(iso(now), stillToCome(now, LONGEST_WAIT_MS), stillToCome(now, LEASE_MS))
    .all<{ key: string }>()
  for (const { key } of results) {
    if (Date.now() > now + RUN_MS) break
    await publishKey(stores, key, now + LEASE_MS)
  }
  const { stuck } = await publishingState(stores.DB, new Date(now))
  for (const { key, since, failures, lastError } of stuck) {
    logFault('publishing is stuck', lastError ?? 'It has not been written yet.', {
      key,
      since,
      failures: String(failures),
    })
  }
}

/**
 * Writes one key, or waits until another has. Never throws: what fails stays in the outbox.
 * @param wanted What is wanted of the key, when it is claimed already.
 */
export async function publishKey(stores: Stores, key: string, deadline: number, wanted?: number): Promise<void> {
  try {
    let pollMs = POLL_MS
    for (let ahead = wanted; ; ahead = undefined) {
      const now = Date.now()
      const claimed = ahead === undefined ? await claim(stores.DB, key, now, pollMs) : { wanted: ahead }
      if (claimed === 'nothing to do') return
      if ('waitMs' in claimed) {
        if (now + claimed.waitMs > deadline) return
        await pause(claimed.waitMs)
        // What has just been written may not be written again within the gap: nothing shows later for it.
        pollMs = Math.min(WRITE_GAP_MS, pollMs * 2)
        continue
      }
      const isBehind = await write(stores, key, claimed.wanted)
      if (!isBehind || Date.now() > deadline) return
    }
  } catch (error) {
    logFault('publishing failed, will be tried again', error, { key })
    await postpone(stores.DB, key, error).catch((reason: unknown) => logFault('outbox unreachable', reason, { key }))
  }
}

/** Those of the keys that are behind and that nobody else writes, in one question. @returns Key → what is wanted of it. */
async function claimAll(db: D1Database, keys: string[], now: number): Promise<Map<string, number>> {
  const { results } = await retrying(() =>
    db
      .prepare(
        `UPDATE outbox SET leased_until = ?2
         WHERE key IN (SELECT value FROM json_each(?1)) AND published < wanted
           AND NOT (leased_until > ?3 AND leased_until <= ?5) AND NOT (written_at > ?4 AND written_at <= ?6)
         RETURNING key, wanted`,
      )
      .bind(
        ...[JSON.stringify(keys), iso(now + LEASE_MS), iso(now), iso(now - WRITE_GAP_MS)],
        ...[stillToCome(now, LEASE_MS), stillToCome(now, WRITE_GAP_MS)],
      )
      .all<{ key: string; wanted: number }>(),
  )
  return new Map(results.map(({ key, wanted }) => [key, wanted]))
}

type Claim = { wanted: number } | 'nothing to do' | { waitMs: number }

async function claim(db: D1Database, key: string, now: number, pollMs: number): Promise<Claim> {
  const wanted = (await claimAll(db, [key], now)).get(key)
  if (wanted !== undefined) return { wanted }
  const behind = await db
    .prepare('SELECT leased_until, written_at FROM outbox WHERE key = ?1 AND published < wanted')
    .bind(key)
    .first<{ leased_until: string; written_at: string }>()
  if (!behind) return 'nothing to do'
  // Somebody else writes it: looked at again soon. Nobody does: it waits for KV alone, and knows how long.
  if (behind.leased_until > iso(now)) return { waitMs: pollMs }
  const free = behind.written_at === '' ? now : Date.parse(behind.written_at) + WRITE_GAP_MS
  return { waitMs: Math.max(1, free - now) }
}

/** @returns Whether more was wanted meanwhile. */
async function write({ DB, PAGES }: Stores, key: string, wanted: number): Promise<boolean> {
  const index = await indexIfPublished(PAGES)
  if (!index) throw new Unavailable('No page was ever published, so notes have nowhere to show.')
  const value = await renderValue(DB, index, key)
  rememberPublished(key, value, wanted)
  await PAGES.put(key, value, { metadata: { wanted } })
  if (key === TAKEN_AWAY_KEY) await removeOutdatedParts(PAGES, wanted)
  const behind = await retrying(() =>
    DB.prepare(
      `UPDATE outbox SET published = max(published, ?2), written_at = ?3, leased_until = '', failures = 0, last_error = NULL
       WHERE key = ?1 RETURNING published < wanted AS behind`,
    )
      .bind(key, wanted, iso(Date.now()))
      .first<number>('behind'),
  )
  return behind === 1
}

/** A key that failed waits longer each time before it is tried again. */
export async function postpone(db: D1Database, key: string, error: unknown): Promise<void> {
  await db
    .prepare(
      `UPDATE outbox SET failures = failures + 1, due_at = ${dueAgain('?2')}, last_error = ?3, leased_until = ''
       WHERE key = ?1`,
    )
    .bind(key, iso(Date.now()), String(error).slice(0, 500))
    .run()
}

/**
 * A lease that ran out is a failure whose writer could not tell: the platform ended its invocation. Whoever dies once is
 * followed at once; who dies at every try waits like what fails, or it would keep all others waiting behind it.
 */
async function countDeadWriters(db: D1Database, now: number): Promise<void> {
  await retrying(() =>
    db
      .prepare(
        `UPDATE outbox SET failures = failures + 1, due_at = CASE failures WHEN 0 THEN due_at ELSE ${dueAgain('?1')} END,
           last_error = 'Its writer was ended before it was done.', leased_until = ''
         WHERE published < wanted AND leased_until <> '' AND leased_until <= ?1`,
      )
      .bind(iso(now))
      .run(),
  )
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
