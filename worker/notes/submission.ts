import * as v from 'valibot'
import { refusedMarkup } from '../site/note-tokens'
import type { PageIndex } from '../site/page-index'
import { decodePath, intendedAddress } from '../site/paths'

/** In characters (code points). The API's description promises them. */
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
  | 'choice_unknown'
  | 'query_too_long'
  | 'query_no_word'
  | 'limit_range'
  | 'not_number'
  | 'items_count'
  | 'reason_missing'
  | 'report_missing'
  | 'reason_control'
  | 'reason_too_long'

/** What a person wrote: valid, trimmed, line ends as LF. */
export type Writing = { body: string; author: string | null }

/** A note that may be stored: for a page that takes notes, under the licence that was agreed to. */
export type Submission = Writing & { page: string; address: string; licence: string }

export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: Fault[] }

/** Raw input, from a form or from JSON. Anything may stand in it. */
export type RawInput = Record<string, unknown>

/**
 * Parses a note that somebody sends, of `page`, `body`, `author` and `licence` alone.
 * @param index The pages: which address takes notes, for which page id, and under which licence.
 * @returns The domain value, or every fault.
 */
export function parseSubmission(raw: RawInput, index: PageIndex): Parsed<Submission> {
  const licence = index.site.licence.id
  const parsed = v.safeParse(submissionSchema(licence), raw, { abortPipeEarly: true })
  const faults = [
    ...pageFaults(raw.page, index),
    ...(parsed.success ? [] : faultsOf(parsed.issues)).filter(({ field }) => field !== 'page'),
  ]
  const found = pageOf(raw.page, index)
  if (faults.length > 0 || !found || !parsed.success) return { ok: false, faults }
  const { body, author } = parsed.output
  return { ok: true, value: { body, author, page: found.entry.id, address: found.address, licence } }
}

/** Parses a new revision of a note, of `body` and `author` alone: the page and the licence stand already. */
export function parseRevision(raw: RawInput): Parsed<Writing> {
  const parsed = v.safeParse(revisionSchema, raw, { abortPipeEarly: true })
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, faults: faultsOf(parsed.issues) }
}

/** The fields of a form that a parser knows; others are the form's own. */
export function pick(raw: RawInput, fields: readonly string[]): RawInput {
  return Object.fromEntries(fields.filter((field) => field in raw).map((field) => [field, raw[field]]))
}

/** Parses a moderator's reason. Empty is none. */
export function parseReason(raw: unknown, required: boolean): Parsed<string | null> {
  const fault = (code: FaultCode): Parsed<never> => ({ ok: false, faults: [{ field: 'reason', code }] })
  if (raw !== undefined && raw !== null && typeof raw !== 'string') return fault('not_text')
  const reason = normalise(raw ?? '')
  if (isBlank(reason)) return required ? fault('reason_missing') : { ok: true, value: null }
  if (hasControl(reason)) return fault('reason_control')
  return lengthOf(reason) > REASON_MAX ? fault('reason_too_long') : { ok: true, value: reason }
}

/** Parses what a reader reports. */
export function parseReport(raw: unknown): Parsed<string> {
  const parsed = parseReason(raw, false)
  if (!parsed.ok) return parsed
  return parsed.value === null
    ? { ok: false, faults: [{ field: 'reason', code: 'report_missing' }] }
    : { ok: true, value: parsed.value }
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

/** A new revision, as `GET /api/openapi.json` shows it. Messages are codes of faults. */
export const revisionSchema = v.strictObject({
  body: v.pipe(
    v.string('not_text'),
    v.metadata({ description: 'Markdown', minLength: 1, maxLength: BODY_MAX }),
    v.transform(normalise),
    v.check((body) => !isBlank(body), 'body_empty'),
    v.check((body) => lengthOf(body) <= BODY_MAX, 'body_too_long'),
    v.check((body) => !hasControl(body), 'body_control'),
    // Only a text that is refused is read once more, for which of the two it is.
    v.check(
      (body) => refusedMarkup(body) === null,
      ({ input }) => `body_${refusedMarkup(input)}`,
    ),
  ),
  author: v.nullish(
    v.pipe(
      v.string('not_text'),
      v.metadata({ maxLength: AUTHOR_MAX }),
      v.transform((author) => author.trim()),
      v.check((author) => !/[\n\r\u2028\u2029]/.test(author) && !hasControl(author), 'author_lines'),
      v.check((author) => lengthOf(author) <= AUTHOR_MAX, 'author_too_long'),
      v.transform((author) => (isBlank(author) ? null : author)),
    ),
    null,
  ),
})

/** A new note. @param licence Id of the one licence that the site publishes under. */
export function submissionSchema(licence: string) {
  return v.strictObject({
    page: v.string(),
    ...revisionSchema.entries,
    licence: v.literal(licence, 'licence_missing'),
  })
}

function faultsOf(issues: v.BaseIssue<unknown>[]): Fault[] {
  return issues.map((issue) => {
    const field = String(issue.path?.[0]?.key ?? '')
    const isLong = issue.message === 'body_too_long'
    return { field, code: codeOf(issue, field), ...(isLong && { length: lengthOf(String(issue.input)) }) }
  })
}

function codeOf({ message, input, expected }: v.BaseIssue<unknown>, field: string): FaultCode {
  if (expected === 'never') return 'unknown_field'
  if (input === undefined || field === 'licence') return field === 'licence' ? 'licence_missing' : 'missing'
  return message as FaultCode
}

/** Why notes cannot be written to this page; empty: they can. */
export function pageFaults(raw: unknown, index: PageIndex): Fault[] {
  if (raw === undefined || raw === '') return [{ field: 'page', code: 'page_missing' }]
  if (typeof raw !== 'string') return [{ field: 'page', code: 'not_text' }]
  const found = pageOf(raw, index)
  if (!found || found.entry.notes === undefined) return [{ field: 'page', code: 'page_unknown' }]
  return found.entry.notes === 'closed' ? [{ field: 'page', code: 'page_closed' }] : []
}

/** Line ends as LF, as a browser counts them; no empty lines around. */
function normalise(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/** Nothing that can be seen. https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point */
function isBlank(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}]*$/v.test(text)
}

/**
 * What no person types: control characters but for tab and line end, and lone surrogates. A NUL would also end
 * SQL's length(), and D1 turns a lone surrogate into U+FFFD, so that the text would not come back as it was sent.
 */
function hasControl(text: string): boolean {
  return /[\p{Cc}--[\t\n]]/v.test(text) || !text.isWellFormed()
}
