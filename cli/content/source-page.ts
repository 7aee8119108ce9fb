import type * as v from 'valibot'
import { type FrontMatter, frontMatterSchema } from '../../worker/site/front-matter'
import { type PageFacts, type ParsedPage, parsePage } from '../../worker/site/page-markdown'
import { pageAddress } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import { contentHash } from './content-hash'
import { factsAgain, type ReadPage, recordedFacts } from './made-before'
import { fillPlaceholders } from './placeholders'
import { type ContentRemark, wholeFile } from './remarks'
import { decode } from './source-files'
import { readYaml } from './yaml'

/** A page as its author wrote it, taken apart. */
export type SourcePage = {
  /** Relative to the project: `content/a/b.md`. */
  file: string
  address: string
  front: FrontMatter
  /** Paths of the front matter that have a fault (`session.start`): what `front` says there stands in for it. */
  faulty: Set<string>
  /** The YAML that the front matter was read from; it begins on the file's second line. */
  matter: string
  /** Markdown, without its front matter. */
  text: string
  parsed: PageFacts
  /** The text taken apart, its references as they are resolved by now. */
  whole: () => ParsedPage
  /** What the next build needs to take it from there. */
  read: ReadPage
}

export function titleOf({ front, parsed }: SourcePage): string {
  return front.title ?? parsed.heading?.text ?? ''
}

/** What the page's notes hold on to. */
export function idOf({ front, address }: SourcePage): string {
  return front.id ?? address
}

type KnownBefore = {
  /** What an earlier build knows of the same file. */
  before: ReadPage | undefined
  /** Hash of what besides the file decides what reading it gives. */
  basis: string
}

/** Takes a page's file apart. @returns Null: it is no page that anything could be said of but its `remarks`. */
export function readPage(
  site: SiteSettings | null,
  file: string,
  bytes: Uint8Array,
  { before, basis }: KnownBefore,
): { page: SourcePage | null; remarks: ContentRemark[] } {
  const remarks: ContentRemark[] = []
  const report = (remark: ContentRemark) => remarks.push(remark)
  const decoded = textOf(file, bytes, report)
  const address = decoded === null ? null : addressOf(file, report)
  if (decoded === null || address === null) return { page: null, remarks }
  const { matter, text, firstLine, fault } = takeApart(decoded)
  if (fault !== null) report(wholeFile(file, fault))
  const parse = (lang: string | undefined, tell: (remark: ContentRemark) => void) => {
    const filled = site ? fillPlaceholders(text, site, { file, firstLine }, tell) : text
    const parsed = parseAnyPage(filled, lang ?? site?.lang ?? 'fr', () => tell(wholeFile(file, tooDeep)))
    for (const remark of parsed.remarks) tell({ ...remark, file, line: remark.line + firstLine - 1 })
    for (const reference of parsed.references) reference.line += firstLine - 1
    return parsed
  }
  const source = contentHash(basis, bytes)
  if (before?.source === source) {
    const { front, facts } = before
    const parsed = factsAgain(facts)
    const told = () => {}
    const whole = () => withReferences(parse(front.lang, told), parsed)
    const page = { file, address, front, faulty: new Set<string>(), matter, text, parsed, whole, read: before }
    return { page, remarks: [...remarks, ...before.remarks] }
  }
  const standIns = standInFront(file)
  const hasNone = fault !== null && matter === ''
  const known = hasNone ? null : readYaml(matter, frontMatterSchema, { file, firstLine: 2, standIns }, report)
  const { value: front, faulty } = known ?? { value: { title: file, hide: [] }, faulty: new Set(['title']) }
  const parsed = parse(front.lang, report)
  const read = { source, front, facts: recordedFacts(parsed), remarks }
  return { page: { file, address, front, faulty, matter, text, parsed, whole: () => parsed, read }, remarks }
}

function textOf(file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): string | null {
  if (bytes.length <= MAX_PAGE_BYTES) return decode(file, bytes, report)
  report(wholeFile(file, tooLong(bytes.length)))
  return STAND_IN_TEXT
}

function addressOf(file: string, report: (remark: ContentRemark) => void): string | null {
  const address = pageAddress(file.slice('content/'.length))
  if (address === null)
    report(wholeFile(file, 'ce nom ne fait pas une adresse : lettres, chiffres, tirets, points et _ seulement'))
  return address
}

/** What people read, and what is taken apart at once. */
const MAX_PAGE_BYTES = 1_000_000

/** A page whose text cannot be read is there all the same: nothing is said of those that lead to it. */
const STAND_IN_TEXT = '# ?\n'

/** @param tellTooDeep The page has levels in levels for which the stack has no room. */
function parseAnyPage(text: string, lang: string, tellTooDeep: () => void): ParsedPage {
  try {
    return parsePage(text, lang)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    tellTooDeep()
    return parsePage(STAND_IN_TEXT, lang)
  }
}

const tooDeep = 'trop de citations ou de listes les unes dans les autres pour être lue : retirez-en'

function tooLong(bytes: number): string {
  const megabytes = (Math.ceil(bytes / 10_000) / 100).toLocaleString('fr')
  return `${megabytes} Mo de texte : une page en a 1 Mo au plus ; partagez-la en plusieurs`
}

/** Stands where front matter has a fault, so that the page's other faults are told. */
function standInFront(file: string): v.InferInput<typeof frontMatterSchema> {
  return { title: file, session: { start: '0000-01-01T00:00', end: '9999-12-31T00:00' } }
}

type Parts = { matter: string; text: string; firstLine: number; fault: string | null }

/** A page's file: its YAML, its Markdown and the line on which that begins; what keeps its YAML from being seen. */
function takeApart(file: string): Parts {
  const [above = '', blank = '', matter = ''] = /^(\s*)---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/.exec(file) ?? []
  const looksLikeMatter = /^\s*---[ \t]*\n\s*[a-z_]+:(?:\s|$)/.test(file)
  if (above !== '' && (blank === '' || looksLikeMatter)) {
    const fault = blank === '' ? null : 'les --- de l’en-tête doivent être sur la première ligne'
    const lines = '\n'.repeat(blank.split('\n').length - 1)
    return { matter: lines + matter, text: file.slice(above.length), firstLine: above.split('\n').length, fault }
  }
  const fault = looksLikeMatter ? 'l’en-tête n’est pas fermé : il y faut une ligne --- à la fin' : null
  return { matter: '', text: file, firstLine: 1, fault }
}

/** The same text taken apart again, its references resolved as they were. */
function withReferences(parsed: ParsedPage, { references }: PageFacts): ParsedPage {
  for (const [n, { token }] of parsed.references.entries()) {
    const href = references[n]?.token.href
    if (href !== undefined && href !== token.href) token.href = href
  }
  return parsed
}
