import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { changeNote } from '../notes/changes'
import { findNote } from '../notes/store'
import { readPublishedMany } from '../publishing/published-values'
import { ERASED_PREFIX, type Erasure, TAKEN_AWAY_KEY } from '../publishing/values'

/** KV gives at most a hundred values at once. */
const TOGETHER = 100

/**
 * What KV knows to be erased and the restored notes still have is erased again, as the author or an organiser did.
 * @returns How many notes, and how many names.
 */
export async function eraseAgain(
  { DB, PAGES }: { DB: D1Database; PAGES: KVNamespace },
  now: Date,
): Promise<{ notes: number; names: number }> {
  const erased = { notes: 0, names: 0 }
  for await (const keys of keysInPages(PAGES, ERASED_PREFIX)) {
    for (let from = 0; from < keys.length; from += TOGETHER) {
      const some = keys.slice(from, from + TOGETHER).map(({ name }) => name)
      const values = await readPublishedMany<Erasure>(PAGES, some)
      for (const [n, value] of values.entries()) {
        const what = value && (await eraseOne(DB, some[n]?.slice(ERASED_PREFIX.length) ?? '', value, now))
        if (what) erased[what]++
      }
    }
  }
  return erased
}

async function eraseOne(db: D1Database, id: string, erasure: Erasure, now: Date): Promise<'notes' | 'names' | null> {
  const note = await findNote(db, id)
  if (!note || note.status === 'withdrawn') return null
  const author = { now: now.toISOString(), moderator: null }
  if (erasure.erased === 'note') {
    await changeNote(db, note, { ...author, action: 'withdraw' })
    return 'notes'
  }
  // A later revision was signed after the name was taken off: its author wanted that name.
  if (note.latestRevision > erasure.upTo || !(await isSigned(db, id))) return null
  await changeNote(db, note, { ...author, action: 'anonymise' })
  return 'names'
}

async function isSigned(db: D1Database, id: string): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM revisions WHERE note_id = ?1 AND author IS NOT NULL LIMIT 1')
    .bind(id)
    .first()
  return row !== null
}

/** The highest count that a value of the notes was written for, and permalinks of notes that D1 does not know. */
export async function surveyValues({
  DB,
  PAGES,
}: {
  DB: D1Database
  PAGES: KVNamespace
}): Promise<{ highest: number; strangers: number }> {
  let highest = 0
  let strangers = 0
  for (const prefix of ['note/', 'block/', ERASED_PREFIX, 'latest', 'counts', TAKEN_AWAY_KEY, 'document/']) {
    for await (const keys of keysInPages(PAGES, prefix)) {
      for (const { metadata } of keys) highest = Math.max(highest, metadata?.wanted ?? 0)
      if (prefix === 'note/')
        strangers += await countUnknown(
          DB,
          keys.map(({ name }) => name.slice(prefix.length)),
        )
    }
  }
  return { highest, strangers }
}

async function countUnknown(db: D1Database, ids: string[]): Promise<number> {
  const row = await db
    .prepare('SELECT count(*) AS unknown FROM json_each(?1) WHERE value NOT IN (SELECT id FROM notes)')
    .bind(JSON.stringify(ids))
    .first<{ unknown: number }>()
  return row?.unknown ?? 0
}

type Key = { name: string; metadata?: { wanted: number } }

async function* keysInPages(pages: KVNamespace, prefix: string): AsyncGenerator<Key[]> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<KVNamespace['list']>> = await pages.list<{ wanted: number }>({ prefix, cursor })
    yield page.keys as Key[]
    cursor = page.list_complete ? null : page.cursor
  } while (cursor !== null)
}
