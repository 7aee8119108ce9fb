import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import type { Stores } from '../env'
import { changeNote } from '../notes/changes'
import { bearsName, findNote, type Note } from '../notes/store'
import { readPublishedMany } from '../publishing/published-values'
import { ERASED_PREFIX, type Erasure, type Permalink, permalinkKey, TAKEN_AWAY_KEY } from '../publishing/values'
import { keysIn } from '../site/keys-in'

/** KV gives at most a hundred values at once. */
const TOGETHER = 100

/**
 * What KV knows to be erased and the notes of a restored base still have is erased again, as the author or an organiser did.
 * @param dryRun Only counts.
 * @returns How many notes, and how many names.
 */
export async function eraseAgain(
  { DB, PAGES }: Stores,
  now: Date,
  { dryRun = false } = {},
): Promise<{ notes: number; names: number }> {
  const erased = { notes: 0, names: 0 }
  for await (const { id, erasure } of readErasures(PAGES)) {
    const note = await findNote(DB, id)
    if (!note || note.status === 'withdrawn') continue
    if (!dryRun && erasure.erased === 'name') await rememberNameless(DB, id, erasure.upTo)
    const what = await stillThere(DB, note, erasure)
    if (!what) continue
    if (!dryRun) await changeNote(DB, note, { now: now.toISOString(), moderator: null, action: actions[what] })
    erased[what]++
  }
  return erased
}

const actions = { notes: 'withdraw', names: 'anonymise' } as const

/** What of a note should be gone. Null: nothing any more. */
async function stillThere(db: D1Database, note: Note, erasure: Erasure): Promise<keyof typeof actions | null> {
  if (erasure.erased === 'note') return 'notes'
  // A later revision was signed after the name was taken off: its author wanted that name.
  return note.latestRevision <= erasure.upTo && (await bearsName(db, note.id)) ? 'names' : null
}

async function rememberNameless(db: D1Database, id: string, upTo: number): Promise<void> {
  await db
    .prepare('UPDATE notes SET names_erased_up_to = max(coalesce(names_erased_up_to, 0), ?2) WHERE id = ?1')
    .bind(id, upTo)
    .run()
}

/** What KV knows to be erased, note by note. */
export async function* readErasures(pages: KVNamespace): AsyncGenerator<{ id: string; erasure: Erasure }> {
  for await (const keys of keysIn(pages, ERASED_PREFIX)) {
    for (let from = 0; from < keys.length; from += TOGETHER) {
      const some = keys.slice(from, from + TOGETHER).map(({ name }) => name)
      const values = await readPublishedMany<Erasure>(pages, some)
      for (const [n, erasure] of values.entries()) {
        if (erasure) yield { id: some[n]?.slice(ERASED_PREFIX.length) ?? '', erasure }
      }
    }
  }
}

/**
 * The highest count that a value of the notes was written for, and the ids of notes that KV still shows and D1 does not
 * know.
 */
export async function surveyValues({ DB, PAGES }: Stores): Promise<{ highest: number; strangers: string[] }> {
  let highest = 0
  const strangers: string[] = []
  for (const prefix of [permalinkKey(''), 'block/', ERASED_PREFIX, 'latest', 'counts', TAKEN_AWAY_KEY, 'document/']) {
    for await (const keys of keysIn<{ wanted: number }>(PAGES, prefix)) {
      for (const { metadata } of keys) highest = Math.max(highest, metadata?.wanted ?? 0)
      if (prefix === permalinkKey('')) strangers.push(...(await shownUnknown({ DB, PAGES }, keys)))
    }
  }
  return { highest, strangers }
}

/** Permalinks of notes that D1 does not know; a note that is gone is shown to nobody. */
async function shownUnknown({ DB, PAGES }: Stores, keys: { name: string }[]): Promise<string[]> {
  const ids = keys.map(({ name }) => name.slice(permalinkKey('').length))
  const { results } = await DB.prepare(
    'SELECT value AS id FROM json_each(?1) WHERE value NOT IN (SELECT id FROM notes) ORDER BY key',
  )
    .bind(JSON.stringify(ids))
    .all<{ id: string }>()
  const shown: string[] = []
  for (const { id } of results) {
    const value = await PAGES.get<Permalink>(permalinkKey(id), 'json')
    if (value?.gone === false) shown.push(id)
  }
  return shown
}
