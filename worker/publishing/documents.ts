import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import type { Stores } from '../env'
import { logFault } from '../log'
import { type DocumentName, documentKey, documentNames } from '../notes/documents'
import { retrying } from '../notes/retry'
import { jsonOrNull } from '../site/json-or-null'
import { type Parts, removeOutdatedParts, removeParts, writeParts } from './document-parts'
import { postpone, stillToCome } from './outbox'
import { readPublished, rememberPublished } from './published-values'
import { countTakenAway } from './render'
import { TAKEN_AWAY_KEY, type TakenAway } from './values'

/**
 * What is composed of all published notes: the proceedings and the archive. Each has a row in the outbox like any other
 * value, but only the cron writes it, at most every ten minutes. Its KV value is the list of its parts.
 */

/** What KV holds under `documentKey`. */
export type StoredDocument = Parts & {
  /** CSP source of its inlined style; on a page alone. */
  style?: string
  /** The count of what was taken away that it was composed at. */
  takenAway: number
}

export type Composition = { bytes: AsyncIterable<Uint8Array>; style?: string }

/** Ten minutes apart by the cron's clock: the cron comes once a minute, and composing takes a while. */
const GAP_MS = 9.5 * 60_000

/** Longer than composing ever takes; whoever dies with the lease is followed after it. */
const LEASE_MS = 5 * 60_000

/**
 * The cron's part: composes what is behind and due. Never throws: what fails stays in the outbox.
 * @param now When the run began; it may have taken longer than a lease by the time that the last one is claimed.
 */
export async function publishDocuments(
  stores: Stores,
  compose: (name: DocumentName) => Promise<Composition>,
  now: number,
): Promise<void> {
  for (const name of documentNames) {
    const key = documentKey(name)
    try {
      const wanted = await claim(stores.DB, key, now)
      if (wanted !== null) await publishDocument(stores, name, wanted, compose)
    } catch (error) {
      logFault('composing failed, will be tried again', error, { key })
      await postpone(stores.DB, key, error).catch((reason: unknown) => logFault('outbox unreachable', reason, { key }))
    }
  }
}

/** The document as it may be shown now. Null: there is none yet, or something in it was taken away since. */
export async function readDocument(pages: KVNamespace, name: DocumentName): Promise<StoredDocument | null> {
  const [{ value: document }, { value: takenAway }] = await Promise.all([
    readPublished<StoredDocument>(pages, documentKey(name)),
    readPublished<TakenAway>(pages, TAKEN_AWAY_KEY),
  ])
  return document && document.takenAway >= (takenAway?.count ?? 0) ? document : null
}

async function claim(db: D1Database, key: string, dueBy: number): Promise<number | null> {
  const now = Date.now()
  return retrying(() =>
    db
      .prepare(
        `UPDATE outbox SET leased_until = ?2
         WHERE key = ?1 AND published < wanted AND NOT (leased_until > ?3 AND leased_until <= ?5)
           AND NOT (due_at > ?4 AND due_at <= ?6)
         RETURNING wanted`,
      )
      .bind(
        ...[key, iso(now + LEASE_MS), iso(now), iso(dueBy)],
        ...[stillToCome(now, LEASE_MS), stillToCome(dueBy, GAP_MS)],
      )
      .first<number>('wanted'),
  )
}

async function publishDocument(
  { DB, PAGES }: Stores,
  name: DocumentName,
  wanted: number,
  compose: (name: DocumentName) => Promise<Composition>,
): Promise<void> {
  const key = documentKey(name)
  // Before anything else is read: what is taken away from here on is noticed below.
  const takenAway = await countTakenAway(DB)
  const { bytes, style } = await compose(name)
  const before = jsonOrNull<StoredDocument>(await PAGES.get(key))
  const parts = await writeParts(PAGES, { name, takenAway, wanted }, bytes)
  if ((await countTakenAway(DB)) !== takenAway) {
    // By their keys: a list would not name yet what was just written.
    await removeParts(PAGES, parts.keys)
    throw new Error(`${name} was composed while something was taken away.`)
  }
  const value = JSON.stringify({ ...parts, ...(style && { style }), takenAway } satisfies StoredDocument)
  rememberPublished(key, value, wanted)
  await PAGES.put(key, value, { metadata: { wanted } })
  const now = Date.now()
  await retrying(() =>
    DB.prepare(
      `UPDATE outbox SET published = max(published, ?2), written_at = ?3, leased_until = '', failures = 0,
         last_error = NULL, due_at = ?4, behind_since = CASE WHEN wanted > ?2 THEN ?4 ELSE behind_since END
       WHERE key = ?1`,
    )
      .bind(key, wanted, iso(now), iso(now + GAP_MS))
      .run(),
  )
  // Whoever is reading the one before may finish.
  await removeOutdatedParts(PAGES, takenAway, { name, kept: [...parts.keys, ...(before?.keys ?? [])] })
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
