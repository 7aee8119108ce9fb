import * as v from 'valibot'
import { refusedMarkup } from '../site/note-markdown'
import type { PageIndex } from '../site/page-index'
import { decodePath, intendedAddress } from '../site/paths'

/** CONTRACT's limits, in characters (code points). */
export const BODY_MAX = 20_000
export const AUTHOR_MAX = 200
export const REASON_MAX = 2_000

/** One thing that is wrong with what somebody sent, tied to the field it stands in. */
export type Fault = { field: string; code: FaultCode; length?: number }

export type FaultCode =
  | 'missing'
  | 'not_text'
  | 'unknown_field'
  | 'body_empty'
  | 'body_too_long'
  | 'body_control'
  | 'body_nested'
  | 'body_costly'
  | 'author_too_long'
  | 'author_lines'
  | 'licence_missing'
  | 'page_missing'
  | 'page_unknown'
  | 'page_closed'
  | 'action_unknown'
  | 'not_number'
  | 'items_count'
  | 'reason_missing'
  | 'reason_too_long'

/** What a person wrote: valid, trimmed, line ends as LF. */
export type Writing = { body: string; author: string | null }

/** A note that may be stored: for a page that takes notes, under the licence that was agreed to. */
export type Submission = Writing & { page: string; address: string; licence: string }

export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: Fault[] }

/** Raw input, from a form or from JSON. Anything may stand in it. */
export type RawInput = Record<string, unknown>

/**
 * Parses a note that somebody sends, from the form (`licence: 'on'`) or the API (the licence's id).
 * @param index The pages: which address takes notes, and for which page id.
 * @returns The domain value, or every fault.
 */
export function parseSubmission(raw: RawInput, index: PageIndex): Parsed<Submission> {
  const { licence } = index.site
  const faults = [...pageFaults(raw.page, index), ...writingFaults(raw)]
  if (raw.licence !== 'on' && raw.licence !== licence.id) faults.push({ field: 'licence', code: 'licence_missing' })
  const found = pageOf(raw.page, index)
  const writing = v.safeParse(writingSchema, raw)
  if (faults.length > 0 || !found || !writing.success) return { ok: false, faults }
  return {
    ok: true,
    value: { ...writing.output, page: found.entry.id, address: found.address, licence: licence.id },
  }
}

/** Parses a new revision of a note: the page and the licence stand already. */
export function parseRevision(raw: RawInput): Parsed<Writing> {
  const faults = writingFaults(raw)
  const writing = v.safeParse(writingSchema, raw)
  return faults.length > 0 || !writing.success ? { ok: false, faults } : { ok: true, value: writing.output }
}

/** Parses a moderator's reason. Empty is none. */
export function parseReason(raw: unknown, required: boolean): Parsed<string | null> {
  const fault = (code: FaultCode): Parsed<never> => ({ ok: false, faults: [{ field: 'reason', code }] })
  if (raw !== undefined && raw !== null && typeof raw !== 'string') return fault('not_text')
  const reason = normalise(raw ?? '')
  if (reason === '') return required ? fault('reason_missing') : { ok: true, value: null }
  if (hasControl(reason)) return fault('body_control')
  return lengthOf(reason) > REASON_MAX ? fault('reason_too_long') : { ok: true, value: reason }
}

/** Keys of a JSON body that the call does not know: refused, because a typing mistake would pass unseen. */
export function unknownFields(raw: RawInput, known: readonly string[]): Fault[] {
  return Object.keys(raw)
    .filter((key) => !known.includes(key))
    .map((field) => ({ field, code: 'unknown_field' }))
}

/** The page at an address as it was typed, when notes may name it. */
export function pageOf(raw: unknown, index: PageIndex) {
  if (typeof raw !== 'string') return null
  const path = decodePath(raw)
  const address = path === null ? null : intendedAddress(path)
  const entry = address !== null && Object.hasOwn(index.pages, address) ? index.pages[address] : undefined
  return address !== null && entry ? { address, entry } : null
}

/** Characters as a person counts them (code points). */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

/** The shapes that `GET /api/openapi.json` shows; finer limits are checked below, each with a code of its own. */
export const writingSchema = v.object({
  body: v.pipe(v.string(), v.transform(normalise)),
  author: v.pipe(
    v.nullish(v.string(), ''),
    v.transform((author) => author.trim() || null),
  ),
})

/** Why notes cannot be written to this page; empty: they can. */
export function pageFaults(raw: unknown, index: PageIndex): Fault[] {
  if (raw === undefined || raw === '') return [{ field: 'page', code: 'page_missing' }]
  if (typeof raw !== 'string') return [{ field: 'page', code: 'not_text' }]
  const found = pageOf(raw, index)
  if (!found || found.entry.notes === undefined) return [{ field: 'page', code: 'page_unknown' }]
  return found.entry.notes === 'closed' ? [{ field: 'page', code: 'page_closed' }] : []
}

function writingFaults({ body, author }: RawInput): Fault[] {
  return [...bodyFaults(body), ...authorFaults(author)]
}

function bodyFaults(raw: unknown): Fault[] {
  const fault = (code: FaultCode, length?: number): Fault[] => [
    { field: 'body', code, ...(length !== undefined && { length }) },
  ]
  if (raw === undefined) return fault('missing')
  if (typeof raw !== 'string') return fault('not_text')
  const body = normalise(raw)
  if (body === '') return fault('body_empty')
  const length = lengthOf(body)
  if (length > BODY_MAX) return fault('body_too_long', length)
  if (hasControl(body)) return fault('body_control')
  const refused = refusedMarkup(body)
  return refused === null ? [] : fault(refused === 'nested' ? 'body_nested' : 'body_costly')
}

function authorFaults(raw: unknown): Fault[] {
  const fault = (code: FaultCode): Fault[] => [{ field: 'author', code }]
  if (raw === undefined || raw === null) return []
  if (typeof raw !== 'string') return fault('not_text')
  const author = raw.trim()
  if (/[\n\r\u2028\u2029]/.test(author) || hasControl(author)) return fault('author_lines')
  return lengthOf(author) > AUTHOR_MAX ? fault('author_too_long') : []
}

/** Line ends as LF, as a browser counts them; no empty lines around. */
function normalise(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/**
 * What no person types: control characters but for tab and line end, and lone surrogates. A NUL would also end
 * SQL's length(), and D1 turns a lone surrogate into U+FFFD, so that the text would not come back as it was sent.
 */
function hasControl(text: string): boolean {
  return /[\p{Cc}--[\t\n]]/v.test(text) || !text.isWellFormed()
}
