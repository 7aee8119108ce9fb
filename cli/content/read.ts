import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, posix } from 'node:path'
import type * as v from 'valibot'
import { type FrontMatter, frontMatterSchema } from '../../worker/site/front-matter'
import { type PageFacts, type ParsedPage, parsePage } from '../../worker/site/page-markdown'
import { fileAddress, pageAddress, WELL_KNOWN } from '../../worker/site/paths'
import { type SiteSettings, siteSettingsSchema } from '../../worker/site/settings'
import { isMissingRight } from '../missing-right'
import { contentHash } from './content-hash'
import { factsAgain, type MadeBefore, nothingMade, programHash, type ReadPage, recordedFacts } from './made-before'
import { fillPlaceholders } from './placeholders'
import { type ContentRemark, wholeFile } from './remarks'
import { reportSharedPlaces, reportTakenAddresses } from './taken-addresses'
import { type Reading, readYaml } from './yaml'

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

/** A file that is no page: an image, a PDF. */
type SourceFile = { file: string; address: string; bytes: Uint8Array }

export type Content = {
  site: SiteSettings | null
  /** How they were read. */
  reading: Pick<Reading<SiteSettings>, 'faulty' | 'lineOf'>
  pages: SourcePage[]
  /** Beside the pages. */
  files: SourceFile[]
  /** Of `public/`, which the platform serves as it is. */
  publicFiles: SourceFile[]
  remarks: ContentRemark[]
}

/** KV refuses a larger value. https://developers.cloudflare.com/kv/platform/limits/ */
const MAX_FILE_BYTES = 25 * 1024 * 1024
const notReadable = 'ce compte n’a pas le droit de le lire : donnez-le-lui'
const tooHeavy = 'plus de 25 Mio : trop lourd pour être publié'

/** What people read, and what is taken apart at once. */
const MAX_PAGE_BYTES = 1_000_000

/** A page whose text cannot be read is there all the same: nothing is said of those that lead to it. */
const STAND_IN_TEXT = '# ?\n'

/** Every file that a page may lead to. */
export function fileAddresses({ files, publicFiles }: Content): Set<string> {
  return new Set([...files, ...publicFiles].map(({ address }) => address))
}

/**
 * The files that the site is made of, besides its pages. Those of `public/` are among them, although the platform serves
 * them: a copy of the site needs them too. Scripts it does not: only forms have any.
 */
export function filesToKeep({ files, publicFiles }: Content): SourceFile[] {
  return [...files, ...publicFiles.filter(({ address }) => !address.endsWith('.js'))]
}

export function titleOf({ front, parsed }: SourcePage): string {
  return front.title ?? parsed.heading?.text ?? ''
}

/** What the page's notes hold on to. */
export function idOf({ front, address }: SourcePage): string {
  return front.id ?? address
}

/**
 * Reads `content/` and `public/`. What is wrong with them stands in `remarks`; nothing throws for it.
 * @param before What an earlier build knows of the same files.
 */
export async function readContent(root: string, before: MadeBefore = nothingMade): Promise<Content> {
  const reading = { faulty: new Set<string>(), lineOf: () => 1 }
  const content: Content = { site: null, reading, pages: [], files: [], publicFiles: [], remarks: [] }
  const report = (remark: ContentRemark) => content.remarks.push(remark)
  let basis = await programHash()
  for (const name of settingsFirst(await namesIn(root, 'content', report))) {
    const file = `content/${name}`
    if (isLeftover(name)) {
      report({ ...wholeFile(file, 'copie d’un éditeur ou fichier du système : n’est pas publié'), severity: 'warning' })
      continue
    }
    const bytes = bytesOf(root, file, report)
    if (bytes === null) continue
    if (name === 'site.yml') {
      const text = decode(file, bytes, report)
      const at = { file, firstLine: 1, standIns: standInSettings }
      const read = text === null ? null : readYaml(text, siteSettingsSchema, at, report)
      if (read) Object.assign(content, { site: read.value, reading: read })
      basis = contentHash(basis, bytes)
    } else if (name.endsWith('.md')) readPage(content, file, bytes, { before: before.pages[file], basis })
    else readOther(content, file, bytes, report)
  }
  for (const name of await namesIn(root, 'public', report)) {
    const file = `public/${name}`
    const bytes = bytesOf(root, file, report)
    if (bytes === null) continue
    if (bytes.length > MAX_FILE_BYTES) report(wholeFile(file, tooHeavy))
    else if (name !== '_headers') content.publicFiles.push({ file, address: `/${name.normalize('NFC')}`, bytes })
  }
  if (!content.site && !content.remarks.some(({ file }) => file === 'content' || file === 'content/site.yml')) {
    report(wholeFile('content/site.yml', 'le fichier manque : il dit le nom, l’adresse et les dates du site'))
  }
  reportTakenAddresses(content, report)
  reportSharedPlaces(content, report)
  return content
}

/** What a file holds. Null: it may not be read; `report` has been told. */
function bytesOf(root: string, file: string, report: (remark: ContentRemark) => void): Uint8Array | null {
  try {
    // One after the other from the disk's cache: handing each to another thread takes longer than reading it.
    return readFileSync(join(root, file))
  } catch (error) {
    if (!isMissingRight(error)) throw error
    report(wholeFile(file, notReadable))
    return null
  }
}

/** @param basis Hash of what besides the file decides what reading it gives. */
function readPage(
  content: Content,
  file: string,
  bytes: Uint8Array,
  { before, basis }: { before: ReadPage | undefined; basis: string },
): void {
  const remarks: ContentRemark[] = []
  const page = pageOf(content.site, file, bytes, { before, source: contentHash(basis, bytes), remarks })
  if (page) content.pages.push(page)
  content.remarks.push(...remarks)
}

type PageReading = { before: ReadPage | undefined; source: string; remarks: ContentRemark[] }

function pageOf(
  site: SiteSettings | null,
  file: string,
  bytes: Uint8Array,
  { before, source, remarks }: PageReading,
): SourcePage | null {
  const report = (remark: ContentRemark) => remarks.push(remark)
  const isTooLong = bytes.length > MAX_PAGE_BYTES
  if (isTooLong) report(wholeFile(file, tooLong(bytes.length)))
  const decoded = isTooLong ? STAND_IN_TEXT : decode(file, bytes, report)
  if (decoded === null) return null
  const address = pageAddress(file.slice('content/'.length))
  if (address === null) {
    report(wholeFile(file, 'ce nom ne fait pas une adresse : lettres, chiffres, tirets, points et _ seulement'))
    return null
  }
  const { matter, text, firstLine, fault } = takeApart(decoded)
  if (fault !== null) report(wholeFile(file, fault))
  const parse = (lang: string | undefined, tell: (remark: ContentRemark) => void) => {
    const filled = site ? fillPlaceholders(text, site, { file, firstLine }, tell) : text
    const parsed = parseAnyPage(filled, lang ?? site?.lang ?? 'fr', () => tell(wholeFile(file, tooDeep)))
    for (const remark of parsed.remarks) tell({ ...remark, file, line: remark.line + firstLine - 1 })
    for (const reference of parsed.references) reference.line += firstLine - 1
    return parsed
  }
  if (before?.source === source) {
    remarks.push(...before.remarks)
    const { front, facts } = before
    const parsed = factsAgain(facts)
    const told = () => {}
    const whole = () => withReferences(parse(front.lang, told), parsed)
    return { file, address, front, faulty: new Set(), matter, text, parsed, whole, read: before }
  }
  const standIns = standInFront(file)
  const hasNone = fault !== null && matter === ''
  const known = hasNone ? null : readYaml(matter, frontMatterSchema, { file, firstLine: 2, standIns }, report)
  const { value: front, faulty } = known ?? { value: { title: file, hide: [] }, faulty: new Set(['title']) }
  const parsed = parse(front.lang, report)
  const read = { source, front, facts: recordedFacts(parsed), remarks }
  return { file, address, front, faulty, matter, text, parsed, whole: () => parsed, read }
}

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

/** Stands where site.yml has a fault, so that its others are told, and those of the pages. */
const standInSettings: v.InferInput<typeof siteSettingsSchema> = {
  name: '?',
  title: '?',
  description: '?',
  url: 'https://kesako.example',
  lang: 'fr',
  timezone: 'Europe/Paris',
  event: { name: '?', start: '0000-01-01', end: '9999-12-31', place: '?', site: 'https://kesako.example' },
  licence: { id: '?', name: '?', url: 'https://kesako.example' },
  nav: [],
  legal: { publisher: '?', address: '?', phone: '?', director: '?', contact: 'a@kesako.example', host: '?' },
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

function readOther(content: Content, file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): void {
  const address = fileAddress(file.slice('content/'.length))
  const [, stem] = /^(.+)\.(?:md|markdown|mdown|mkdn?)$/i.exec(basename(file)) ?? []
  if (stem !== undefined) report(wholeFile(file, `pour que ce soit une page, nommez le fichier ${stem}.md`))
  else if (address === null) report(wholeFile(file, 'ce nom ne fait pas une adresse : ni espace, ni signe particulier'))
  else if (bytes.length > MAX_FILE_BYTES) report(wholeFile(file, tooHeavy))
  else content.files.push({ file, address, bytes })
}

/** The settings say the language of pages that say none. */
function settingsFirst(names: string[]): string[] {
  return names.toSorted((a, b) => Number(b === 'site.yml') - Number(a === 'site.yml'))
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of a file: UTF-8, its byte order mark and Windows line ends taken off. */
function decode(file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): string | null {
  try {
    return strictUtf8.decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    report(wholeFile(file, 'ce n’est pas de l’UTF-8 : enregistrez le fichier dans cet encodage'))
    return null
  }
}

/** What editors and systems leave beside a file. Nobody means to publish that: a copy may be a draft. */
function isLeftover(name: string): boolean {
  return /(?:~|\.(?:bak|old|orig|rej|sw[a-p]|tmp)|^#.*#|^~\$.*|^(?:Thumbs\.db|desktop\.ini))$/i.test(basename(name))
}

/** A name that is not UTF-8 is told: Node does not find the file again by what it makes of it. */
async function namesIn(root: string, part: string, report: (remark: ContentRemark) => void): Promise<string[]> {
  const names = await filesUnder(join(root, part), (name, message) =>
    report(wholeFile(posix.join(part, name), message)),
  )
  for (const name of names.filter(isMangled))
    report(wholeFile(`${part}/${name}`, 'ce nom n’est pas écrit en UTF-8 : renommez-le'))
  return names.filter((name) => !isMangled(name))
}

function isMangled(name: string): boolean {
  return name.includes('\ufffd')
}

/**
 * Names relative to the folder, with slashes, in a stable order; what is hidden is left out, but `.well-known/`. An absent folder is empty; one
 * whose name is mangled stands for what is in it.
 * @param tell Told of what is left out too: a link that leads elsewhere, a folder that cannot be read, '' for the first.
 */
async function filesUnder(
  folder: string,
  tell: (name: string, message: string) => void,
  within = '',
): Promise<string[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (isMissingRight(error)) tell(within.slice(0, -1), notReadable)
    else if (error.code === 'ENOTDIR')
      tell(within.slice(0, -1), 'un fichier tient la place de ce dossier : déplacez-le')
    else if (error.code !== 'ENOENT') throw error
    return []
  })
  const shown = entries.filter(({ name }) => !name.startsWith('.') || `${within}${name}` === WELL_KNOWN)
  const names = shown.map(async (entry) => {
    const name = `${within}${entry.name}`
    if (entry.isSymbolicLink()) tell(name, 'lien symbolique : copiez ici ce vers quoi il mène')
    if (entry.isDirectory()) return isMangled(name) ? [name] : filesUnder(folder, tell, `${name}/`)
    return entry.isFile() ? [name] : []
  })
  return (await Promise.all(names)).flat().sort()
}
