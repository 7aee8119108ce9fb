import type { KVNamespace } from '@cloudflare/workers-types'
import { jsonOrNull } from '../../worker/site/json-or-null'
import { keysIn } from '../../worker/site/keys-in'
import { INDEX_KEY, type PageIndex, type PublishedSession, parsePageIndex } from '../../worker/site/page-index'
import { nameIn } from '../../worker/site/sessions-view'
import type { BuiltSite } from '../content/build-site'
import { contentHash } from '../content/content-hash'
import { inParallel } from '../in-parallel'
import { droppedPages, type LedOn, type PageWithNotes } from './dropped-pages'

/** KV key of the list of bodies that no index names any more: body key → when that was first seen. */
const RETIRED_KEY = 'retired'

/** A reader may hold an index for a while after it was replaced; bodies outlive the last index that named them by this. */
const RETIREMENT_MS = 24 * 60 * 60 * 1000

const BODY_PREFIXES = ['page/', 'file/', 'sessions/']

/** Enough to be quick, few enough for the six connections that a Worker has behind a remote binding. */
const PARALLEL = 6

export class DroppedPages extends Error {
  constructor(readonly addresses: string[]) {
    super(`Pages with notes would be dropped: ${addresses.join(', ')}`)
  }
}

/** @property indexHash Of the index that stands now. */
export type Publication = {
  written: number
  kept: number
  removed: number
  indexChanged: boolean
  indexHash: string
  ledOn: LedOn[]
}

type Beside = {
  progress?: (done: number, of: number) => void
  /**
   * What a changed index makes old must be known as such before it is written: the next publication would find the index
   * unchanged, were this one cut off behind it.
   */
  beforeIndex?: () => Promise<void>
  /** The hash of the index that was written last, where somebody knows it: KV may give out the one before for a minute. */
  lastIndex?: string | null
}

/**
 * Sends a built site to KV: what KV lacks first, then the index that names it, then what is a day out of use is
 * removed. A publication that dies half way leaves the site as it was; the next one goes on. When nothing has
 * changed, nothing is written.
 * @throws DroppedPages when such a page would be lost; nothing was written.
 */
export async function publishSite(
  pages: KVNamespace,
  site: BuiltSite,
  withNotes: PageWithNotes[],
  now: Date,
  { progress, beforeIndex, lastIndex = null }: Beside = {},
): Promise<Publication> {
  const publishedText = await pages.get(INDEX_KEY)
  const published = publishedText === null ? null : readIndex(publishedText)
  const { lost, ledOn } = droppedPages(published, site.index, withNotes)
  if (lost.length > 0) throw new DroppedPages(lost)
  const existing = await listBodies(pages)
  const retired = await readRetired(pages)

  const heldSessions = published && (await pages.get(published.sessions))
  const sessions = JSON.stringify(datedSessions(site, heldSessions, now))
  const sessionsKey = `sessions/${contentHash(sessions)}.json`
  const named = new Set([...site.bodies.keys(), sessionsKey])

  // What a publication of a moment ago has removed may still be listed.
  const isDamaged = (key: string) => key === published?.sessions && heldSessions !== sessions
  const missing = [...named].filter((key) => !existing.has(key) || isExpired(retired.get(key), now) || isDamaged(key))
  let done = 0
  await inParallel(PARALLEL, missing, async (key) => {
    await pages.put(key, key === sessionsKey ? sessions : site.bodies.get(key))
    progress?.(++done, missing.length)
  })

  const index: PageIndex = { ...site.index, sessions: sessionsKey }
  const indexText = JSON.stringify(index)
  const indexHash = contentHash(indexText)
  const indexChanged = indexText !== publishedText || (lastIndex !== null && lastIndex !== indexHash)
  if (indexChanged) {
    await beforeIndex?.()
    await pages.put(INDEX_KEY, indexText)
  }

  const unused = [...existing].filter((key) => !named.has(key))
  const removed = await retire(pages, retired, unused, now)
  return { written: missing.length, kept: named.size - missing.length, removed, indexChanged, indexHash, ledOn }
}

/** An index of a format that this program does not know is replaced as a whole, as if there were none. */
function readIndex(text: string): PageIndex | null {
  try {
    return parsePageIndex(text)
  } catch {
    return null
  }
}

async function listBodies(pages: KVNamespace): Promise<Set<string>> {
  const keys = new Set<string>()
  for (const prefix of BODY_PREFIXES) {
    for await (const some of keysIn(pages, prefix)) for (const { name } of some) keys.add(name)
  }
  return keys
}

/**
 * A session keeps its sequence and stamp while nothing moves of what calendars show of it, be it in site.yml, so that they
 * do not announce a change.
 * @param held What KV holds of them; nothing is taken from what is damaged.
 */
function datedSessions({ sessions, index: { site } }: BuiltSite, held: string | null, now: Date): PublishedSession[] {
  const before = jsonOrNull<PublishedSession[]>(held)
  const byGuid = new Map((Array.isArray(before) ? before : []).map((session) => [session.guid, session]))
  return sessions.map((session) => {
    const names = [nameIn(site.rooms, session.room), nameIn(site.themes, session.theme), site.event.place]
    const hash = contentHash(JSON.stringify([session, names, site.url, site.lang, site.timezone]))
    const old = byGuid.get(session.guid)
    if (old?.hash === hash) return old
    return { ...session, hash, sequence: old ? old.sequence + 1 : 0, stamp: now.toISOString() }
  })
}

/** @param retiredAt Undefined: it is in use. */
function isExpired(retiredAt: string | undefined, now: Date): boolean {
  return retiredAt !== undefined && now.getTime() - Date.parse(retiredAt) > RETIREMENT_MS
}

async function readRetired(pages: KVNamespace): Promise<Map<string, string>> {
  return new Map(Object.entries(jsonOrNull<Record<string, string>>(await pages.get(RETIRED_KEY)) ?? {}))
}

/**
 * Notes when each unused body was first seen unused, until it is listed no more; removes those that have been for a day.
 * Returns how many.
 */
async function retire(pages: KVNamespace, since: Map<string, string>, unused: string[], now: Date): Promise<number> {
  const dated = unused.map((key): [string, string] => [key, since.get(key) ?? now.toISOString()])
  const expired = dated.filter(([, at]) => isExpired(at, now))
  await inParallel(PARALLEL, expired, ([key]) => pages.delete(key))
  const retired = JSON.stringify(Object.fromEntries(dated))
  if (retired !== JSON.stringify(Object.fromEntries(since))) await pages.put(RETIRED_KEY, retired)
  return expired.length
}
