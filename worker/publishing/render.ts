import type { D1Database } from '@cloudflare/workers-types'
import { BLOCK_SIZE } from '../notes/changes'
import { UNCONFIRMED_LICENCE } from '../notes/note'
import { languageOf, type PageIndex } from '../site/page-index'
import { NoteView } from './note-view'
import { renderedOnce } from './rendered-once'
import {
  type Block,
  type Counts,
  type Erasure,
  LATEST_SIZE,
  type Permalink,
  type PublishedNote,
  parseKey,
  TAKEN_AWAY_KEY,
  type TakenAway,
} from './values'

/**
 * The value that a KV key should hold, as D1 says now.
 * @returns JSON.
 */
export async function renderValue(db: D1Database, index: PageIndex, key: string): Promise<string> {
  const wanted = parseKey(key)
  if (!wanted) throw new Error(`The outbox holds a key that nothing renders: ${key}`)
  switch (wanted.kind) {
    case 'block':
      return JSON.stringify(await renderBlock(db, index, wanted.page, wanted.block))
    case 'note':
      return JSON.stringify(await renderPermalink(db, index, wanted.id))
    case 'erased':
      return JSON.stringify(await renderErasure(db, wanted.id))
    case 'latest':
      return JSON.stringify(await latestNotes(db, index))
    case 'counts':
      return JSON.stringify(await countNotes(db))
    case 'taken-away':
      return JSON.stringify({ count: await countTakenAway(db) } satisfies TakenAway)
    case 'document':
      throw new Error(`${key} is composed by the cron (documents.ts), and never while somebody waits.`)
  }
}

async function renderBlock(db: D1Database, index: PageIndex, page: string, block: number): Promise<Block> {
  const last = block * BLOCK_SIZE
  const [notes, highest] = await Promise.all([
    selectNotes(
      db,
      index,
      'n.page = ?1 AND n.number BETWEEN ?2 AND ?3 ORDER BY n.number',
      page,
      last - BLOCK_SIZE + 1,
      last,
    ),
    db
      .prepare('SELECT max(number) AS number FROM notes WHERE page = ?1 AND number IS NOT NULL')
      .bind(page)
      .first<{ number: number | null }>(),
  ])
  const markup = notes
    .map((note) => NoteView({ note, site: index.site, lang: languageOf(index, note.page) }))
    .join('\n')
  return { notes, blocks: Math.ceil((highest?.number ?? 0) / BLOCK_SIZE), markup, weight: await gzippedSize(markup) }
}

async function gzippedSize(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

async function renderPermalink(db: D1Database, index: PageIndex, id: string): Promise<Permalink> {
  const [note] = await selectNotes(db, index, 'n.id = ?1', id)
  if (!note) return { gone: true }
  return { gone: false, note, markup: String(NoteView({ note, site: index.site, lang: languageOf(index, note.page) })) }
}

async function renderErasure(db: D1Database, id: string): Promise<Erasure> {
  const row = await db
    .prepare(
      // Without the number: a program from before migration 8 took the name off, or a backup of its time was restored.
      `SELECT status, coalesce(
         names_erased_up_to,
         (SELECT min(number) - 1 FROM revisions WHERE note_id = id AND author IS NOT NULL),
         latest_revision
       ) AS upTo FROM notes WHERE id = ?1`,
    )
    .bind(id)
    .first<{ status: string; upTo: number }>()
  if (!row || row.status === 'withdrawn') return { erased: 'note' }
  return { erased: 'name', upTo: row.upTo }
}

/** By the index of times: the one of states would have the database sort all notes for the newest hundred. */
function latestNotes(db: D1Database, index: PageIndex): Promise<PublishedNote[]> {
  return selectNotes(
    db,
    index,
    `n.seq IN (SELECT seq FROM notes INDEXED BY notes_published WHERE status = 'published'
       ORDER BY published_at DESC, seq DESC LIMIT ?1)
     ORDER BY n.published_at DESC, n.seq DESC`,
    LATEST_SIZE,
  )
}

async function countNotes(db: D1Database): Promise<Counts> {
  const { results } = await db
    .prepare('SELECT page, published AS notes FROM page_counts WHERE published > 0 ORDER BY page')
    .all<{ page: string; notes: number }>()
  return Object.fromEntries(results.map(({ page, notes }) => [page, notes]))
}

/** How many times something published was taken away again, as D1 says now. */
export async function countTakenAway(db: D1Database): Promise<number> {
  return (
    (await db.prepare('SELECT wanted FROM outbox WHERE key = ?1').bind(TAKEN_AWAY_KEY).first<number>('wanted')) ?? 0
  )
}

type Row = Omit<PublishedNote, 'html' | 'edited' | 'publishedAt' | 'updatedAt' | 'licence'> & {
  published_at: string
  updated_at: string
  moderator: string | null
  licence: string
}

/**
 * Published notes alone: whatever else the condition says, nothing that waits can come out here. The `+` keeps the index
 * of states out of it (https://www.sqlite.org/optoverview.html#uplus): it would read all notes where the condition has a
 * better one.
 */
export async function selectNotes(
  db: D1Database,
  index: PageIndex,
  condition: string,
  ...values: (string | number)[]
): Promise<PublishedNote[]> {
  const { results } = await db
    .prepare(
      `SELECT n.id, n.number, n.page, r.author, r.body, n.published_at,
         max(n.published_at, r.created_at) AS updated_at, r.number AS revision, r.moderator, n.licence
       FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
       WHERE +n.status = 'published' AND r.body IS NOT NULL AND ${condition}`,
    )
    .bind(...values)
    .all<Row>()
  return results.map(({ published_at, updated_at, moderator, licence, ...row }) => ({
    ...row,
    html: renderedOnce(row, languageOf(index, row.page)),
    publishedAt: published_at,
    updatedAt: updated_at,
    edited: moderator !== null,
    ...(licence === UNCONFIRMED_LICENCE && { licence: UNCONFIRMED_LICENCE }),
  }))
}
