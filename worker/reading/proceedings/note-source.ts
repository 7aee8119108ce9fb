import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { BLOCK_SIZE } from '../../notes/changes'
import { readPublished } from '../../publishing/published-values'
import { selectNotes } from '../../publishing/render'
import { blockKey, type Counts, type PublishedNote } from '../../publishing/values'
import type { PageIndex } from '../../site/page-index'
import { BLOCKS_AT_ONCE, BlocksAhead } from './blocks-ahead'

/** Where the notes of a document come from. */
export type NoteSource = {
  /** Page id → how many notes; pages without any are left out. */
  counts: Counts
  /**
   * A page's notes in the order of their numbers, a few blocks in memory at a time.
   * @param pages Those that have notes, in the order in which they will be asked for.
   */
  inOrder: (pages: string[]) => (page: string) => AsyncIterable<PublishedNote>
}

/** What visitors see now: the blocks alone, no D1. */
export async function publishedNotes(pages: KVNamespace): Promise<NoteSource> {
  const { value: counts } = await readPublished<Counts>(pages, 'counts')
  return {
    counts: counts ?? {},
    inOrder: (order) => {
      const keys = order.flatMap((page) => blockKeys(page, 1, Math.ceil((counts?.[page] ?? 0) / BLOCK_SIZE)))
      const blocks = new BlocksAhead(pages, keys)
      return (page) => notesInBlocks(blocks, page)
    },
  }
}

async function* notesInBlocks(blocks: BlocksAhead, page: string): AsyncIterable<PublishedNote> {
  const [first] = await blocks.read([blockKey(page, 1)])
  const last = first?.blocks ?? 0
  for (let from = 1; from <= last; from += BLOCKS_AT_ONCE) {
    for (const block of await blocks.read(blockKeys(page, from, Math.min(last, from + BLOCKS_AT_ONCE - 1)))) {
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
    inOrder: (order) => {
      const proofsOf = (page: string) => byPage.get(page) ?? []
      const blocks = new BlocksAhead(
        pages,
        order.flatMap((page) => blocksOf(proofsOf(page)).map((block) => blockKey(page, block))),
      )
      return (page) => provenNotesOf(db, blocks, index, page, proofsOf(page))
    },
  }
}

/** The blocks that these notes stand in. */
function blocksOf(proofs: Proof[]): number[] {
  return [...new Set(proofs.map(({ number }) => Math.ceil(number / BLOCK_SIZE)))]
}

type Proof = { page: string; id: string; number: number; revision: number; anonymous: number }

async function* provenNotesOf(
  db: D1Database,
  blocks: BlocksAhead,
  index: PageIndex,
  page: string,
  proofs: Proof[],
): AsyncIterable<PublishedNote> {
  const groups = Map.groupBy(proofs, ({ number }) => Math.floor((number - 1) / (BLOCK_SIZE * BLOCKS_AT_ONCE)))
  for (const group of groups.values()) {
    const keys = blocksOf(group).map((block) => blockKey(page, block))
    const held = notesById((await blocks.read(keys)).flatMap((block) => block?.notes ?? []))
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

function notesById(notes: PublishedNote[]): Map<string, PublishedNote> {
  return new Map(notes.map((note) => [note.id, note]))
}

/** Keys of a page's blocks, the first and the last one too. */
function blockKeys(page: string, first: number, last: number): string[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => blockKey(page, first + n))
}
