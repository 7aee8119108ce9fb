import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { BLOCK_SIZE } from '../../notes/changes'
import { readPublished, readPublishedMany } from '../../publishing/published-values'
import { selectNotes } from '../../publishing/render'
import { type Block, blockKey, type Counts, type PublishedNote } from '../../publishing/values'
import type { PageIndex } from '../../site/page-index'

/** Where the notes of a document come from. */
export type NoteSource = {
  /** Page id → how many notes; pages without any are left out. */
  counts: Counts
  /** A page's notes in the order of their numbers, a few blocks in memory at a time. */
  of: (page: string) => AsyncIterable<PublishedNote>
}

/** Blocks read together: at twenty notes of 20,000 characters each, as Markdown and twice as HTML, some 15 MB. */
const BLOCKS_AT_ONCE = 10

/** What visitors see now: the blocks alone, no D1. */
export async function publishedNotes(pages: KVNamespace): Promise<NoteSource> {
  const { value: counts } = await readPublished<Counts>(pages, 'counts')
  return { counts: counts ?? {}, of: (page) => notesInBlocks(pages, page) }
}

async function* notesInBlocks(pages: KVNamespace, page: string): AsyncIterable<PublishedNote> {
  const first = await readPublished<Block>(pages, blockKey(page, 1))
  const last = first.value?.blocks ?? 0
  for (let from = 1; from <= last; from += BLOCKS_AT_ONCE) {
    for (const block of await readBlocks(pages, page, range(from, Math.min(last, from + BLOCKS_AT_ONCE - 1)))) {
      yield* block?.notes ?? []
    }
  }
}

/**
 * What D1 says is published now. KV may be a minute behind, and what is composed stays: so D1 says which notes, in which
 * revision and with or without a name; the blocks give the words where they are those, D1 where they are not.
 */
export async function provenNotes(db: D1Database, pages: KVNamespace, index: PageIndex): Promise<NoteSource> {
  const { results } = await db
    .prepare(
      `SELECT n.page, n.id, n.number, n.published_revision AS revision, r.author IS NULL AS anonymous
       FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
       WHERE n.status = 'published' AND r.body IS NOT NULL ORDER BY n.page, n.number`,
    )
    .all<Proof>()
  const byPage = Map.groupBy(results, ({ page }) => page)
  return {
    counts: Object.fromEntries([...byPage].map(([page, proofs]) => [page, proofs.length])),
    of: (page) => provenNotesOf(db, pages, index, page, byPage.get(page) ?? []),
  }
}

type Proof = { page: string; id: string; number: number; revision: number; anonymous: number }

async function* provenNotesOf(
  db: D1Database,
  pages: KVNamespace,
  index: PageIndex,
  page: string,
  proofs: Proof[],
): AsyncIterable<PublishedNote> {
  const groups = Map.groupBy(proofs, ({ number }) => Math.floor((number - 1) / (BLOCK_SIZE * BLOCKS_AT_ONCE)))
  for (const group of groups.values()) {
    const blocks = [...new Set(group.map(({ number }) => Math.ceil(number / BLOCK_SIZE)))]
    const held = notesById((await readBlocks(pages, page, blocks)).flatMap((block) => block?.notes ?? []))
    const stale = group.filter((proof) => !says(held.get(proof.id), proof))
    const fresh = notesById(stale.length === 0 ? [] : await notesFromD1(db, index, page, stale))
    for (const proof of group) {
      const note = fresh.get(proof.id) ?? held.get(proof.id)
      if (says(note, proof)) yield note
    }
  }
}

function says(note: PublishedNote | undefined, { revision, anonymous }: Proof): note is PublishedNote {
  return note !== undefined && note.revision === revision && (note.author === null) === (anonymous === 1)
}

function notesFromD1(db: D1Database, index: PageIndex, page: string, stale: Proof[]): Promise<PublishedNote[]> {
  const numbers = JSON.stringify(stale.map(({ number }) => number))
  return selectNotes(db, index, 'n.page = ?1 AND n.number IN (SELECT value FROM json_each(?2))', page, numbers)
}

function readBlocks(pages: KVNamespace, page: string, blocks: number[]): Promise<(Block | null)[]> {
  return readPublishedMany<Block>(
    pages,
    blocks.map((block) => blockKey(page, block)),
  )
}

function notesById(notes: PublishedNote[]): Map<string, PublishedNote> {
  return new Map(notes.map((note) => [note.id, note]))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n)
}
