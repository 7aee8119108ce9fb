import type { D1Database } from '@cloudflare/workers-types'
import { BLOCK_SIZE } from '../notes/changes'
import { renderNote } from '../site/note-markdown'
import type { SiteSettings } from '../site/settings'
import { NoteView } from './note-view'
import {
  type Block,
  type Counts,
  type Erasure,
  LATEST_SIZE,
  type Permalink,
  type PublishedNote,
  parseKey,
} from './values'

/**
 * The value that a KV key should hold, as D1 says now.
 * @returns JSON.
 */
export async function renderValue(db: D1Database, site: SiteSettings, key: string): Promise<string> {
  const wanted = parseKey(key)
  switch (wanted.kind) {
    case 'block':
      return JSON.stringify(await renderBlock(db, site, wanted.page, wanted.block))
    case 'note':
      return JSON.stringify(await renderPermalink(db, site, wanted.id))
    case 'erased':
      return JSON.stringify(await renderErasure(db, wanted.id))
    case 'latest':
      return JSON.stringify(await latestNotes(db))
    case 'counts':
      return JSON.stringify(await countNotes(db))
  }
}

async function renderBlock(db: D1Database, site: SiteSettings, page: string, block: number): Promise<Block> {
  const last = block * BLOCK_SIZE
  const [notes, highest] = await Promise.all([
    selectNotes(db, 'n.page = ?1 AND n.number BETWEEN ?2 AND ?3 ORDER BY n.number', page, last - BLOCK_SIZE + 1, last),
    db.prepare('SELECT max(number) AS number FROM notes WHERE page = ?1').bind(page).first<{ number: number | null }>(),
  ])
  const markup = notes.map((note) => NoteView({ note, site })).join('\n')
  return { notes, blocks: Math.ceil((highest?.number ?? 0) / BLOCK_SIZE), markup, weight: await gzippedSize(markup) }
}

async function gzippedSize(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

async function renderPermalink(db: D1Database, site: SiteSettings, id: string): Promise<Permalink> {
  const [note] = await selectNotes(db, 'n.id = ?1', id)
  return note ? { gone: false, note, markup: String(NoteView({ note, site })) } : { gone: true }
}

async function renderErasure(db: D1Database, id: string): Promise<Erasure> {
  const row = await db
    .prepare(
      `SELECT status, latest_revision, (SELECT min(number) FROM revisions WHERE note_id = id AND author IS NOT NULL) AS signed
       FROM notes WHERE id = ?1`,
    )
    .bind(id)
    .first<{ status: string; latest_revision: number; signed: number | null }>()
  if (!row || row.status === 'withdrawn') return { erased: 'note' }
  return { erased: 'name', upTo: row.signed === null ? row.latest_revision : row.signed - 1 }
}

function latestNotes(db: D1Database): Promise<PublishedNote[]> {
  return selectNotes(db, `n.status = 'published' ORDER BY n.published_at DESC, n.seq DESC LIMIT ?1`, LATEST_SIZE)
}

async function countNotes(db: D1Database): Promise<Counts> {
  const { results } = await db
    .prepare('SELECT page, published AS notes FROM page_counts WHERE published > 0 ORDER BY page')
    .all<{ page: string; notes: number }>()
  return Object.fromEntries(results.map(({ page, notes }) => [page, notes]))
}

type Row = Omit<PublishedNote, 'html' | 'edited' | 'publishedAt'> & { published_at: string; moderator: string | null }

/** Published notes alone: whatever else the condition says, nothing that waits can come out here. */
async function selectNotes(
  db: D1Database,
  condition: string,
  ...values: (string | number)[]
): Promise<PublishedNote[]> {
  const { results } = await db
    .prepare(
      `SELECT n.id, n.number, n.page, r.author, r.body, n.published_at, r.number AS revision, r.moderator
       FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
       WHERE n.status = 'published' AND r.body IS NOT NULL AND ${condition}`,
    )
    .bind(...values)
    .all<Row>()
  return results.map(({ published_at, moderator, ...row }) => ({
    ...row,
    html: renderedOnce(row.id, row.revision, row.body),
    publishedAt: published_at,
    edited: moderator !== null,
  }))
}

/** A revision never changes, so its HTML is made once in an isolate: a block and the newest notes show it again and again. */
const rendered = new Map<string, string>()
const RENDERED_MAX = 500

function renderedOnce(id: string, revision: number, body: string): string {
  const key = `${id} ${revision}`
  const html = rendered.get(key) ?? renderNote(body).html
  rendered.delete(key)
  rendered.set(key, html)
  if (rendered.size > RENDERED_MAX) rendered.delete(rendered.keys().next().value ?? '')
  return html
}
