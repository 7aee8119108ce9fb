import { type DocumentName, documentKey, documentNames } from '../notes/documents'
import type { UNCONFIRMED_LICENCE } from '../notes/note'

/** What publishing writes to KV and the reader reads: everything that a visitor sees of notes. */

/** For so long KV may give out the value of before. https://developers.cloudflare.com/kv/concepts/how-kv-works/#consistency */
export const SETTLED_MS = 61_000

export type PublishedNote = {
  id: string
  /** Place on its page, from 1, for ever. */
  number: number
  /** Id of its page. */
  page: string
  author: string | null
  /** Markdown as it was written, or retouched. */
  body: string
  html: string
  publishedAt: string
  /** When what is shown was written; later than its publication only when it was corrected since. Missing in old values. */
  updatedAt?: string
  revision: number
  /** Retouched by the moderation. */
  edited: boolean
  /** Only on notes brought in from elsewhere: nobody has agreed to the site's licence yet. */
  licence?: typeof UNCONFIRMED_LICENCE
}

/** Twenty places of a page. A place is empty when its note was withdrawn or unpublished. */
export type Block = {
  notes: PublishedNote[]
  /** Blocks of the page when this was written; exact on the first, at least right about the next on the others. */
  blocks: number
  /** The notes as they stand on the page. */
  markup: string
  /** Bytes that the markup adds to the page on the wire, gzipped. */
  weight: number
}

/** Behind `/notes/ID/`. `gone`: it was published once and is no more. */
export type Permalink = { gone: false; note: PublishedNote; markup: string } | { gone: true }

/**
 * Behind no address: what `npm run restore` must not bring back. `name`: the author's, taken off revisions 1 to `upTo`.
 */
export type Erasure = { erased: 'note' } | { erased: 'name'; upTo: number }

/** Page id → number of its published notes. Pages without any are left out. */
export type Counts = Record<string, number>

/**
 * How many times something published was taken away again. A composed document says at which count it was composed:
 * behind a higher one it is not shown any more.
 */
export type TakenAway = { count: number }

/** How many of the newest notes `latest` holds, and a page's feed tells. */
export const LATEST_SIZE = 100

type PublicationKey =
  | { kind: 'block'; page: string; block: number }
  | { kind: 'note'; id: string }
  | { kind: 'erased'; id: string }
  | { kind: 'latest' }
  | { kind: 'counts' }
  | { kind: 'taken-away' }
  | { kind: 'document'; name: DocumentName }

export const TAKEN_AWAY_KEY = 'taken-away'

/** KV key of a block. Notes of the page `id`, places `20 (block − 1) + 1` to `20 block`. */
export function blockKey(page: string, block: number): string {
  return `block/${block}:${page}`
}

export function permalinkKey(id: string): string {
  return `note/${id}`
}

/** What every key of an `Erasure` begins with. */
export const ERASED_PREFIX = 'erased/'

/** Reads a key of the outbox. Null: one that this program does not write, another version of it did. */
export function parseKey(key: string): PublicationKey | null {
  const block = /^block\/(\d+):(.*)$/s.exec(key)
  if (block) return { kind: 'block', block: Number(block[1]), page: block[2] ?? '' }
  if (key.startsWith('note/')) return { kind: 'note', id: key.slice('note/'.length) }
  if (key.startsWith(ERASED_PREFIX)) return { kind: 'erased', id: key.slice(ERASED_PREFIX.length) }
  if (key === 'latest' || key === 'counts' || key === TAKEN_AWAY_KEY) return { kind: key }
  const name = documentNames.find((each) => documentKey(each) === key)
  return name ? { kind: 'document', name } : null
}
