import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FrontMatter, frontMatterSchema } from '../../worker/site/front-matter'
import { type ParsedPage, parsePage } from '../../worker/site/page-markdown'
import { fileAddress, isProgramAddress, pageAddress } from '../../worker/site/paths'
import { type SiteSettings, siteSettingsSchema } from '../../worker/site/settings'
import { fillPlaceholders } from './placeholders'
import type { ContentRemark } from './remarks'
import { readYaml } from './yaml'

/** A page as its author wrote it, taken apart. */
export type SourcePage = {
  /** Relative to the project: `content/a/b.md`. */
  file: string
  address: string
  front: FrontMatter
  /** The YAML that the front matter was read from; it begins on the file's second line. */
  matter: string
  /** Markdown, without its front matter. */
  text: string
  parsed: ParsedPage
}

/** A file that stands beside the pages: an image, a PDF. */
type SourceFile = { file: string; address: string; bytes: Uint8Array }

export type Content = {
  site: SiteSettings | null
  pages: SourcePage[]
  files: SourceFile[]
  /** Addresses of `public/`, which is served as it is. */
  publicAddresses: Set<string>
  remarks: ContentRemark[]
}

/** KV refuses a larger value. https://developers.cloudflare.com/kv/platform/limits/ */
const MAX_FILE_BYTES = 25 * 1024 * 1024

export function titleOf({ front, parsed }: SourcePage): string {
  return front.title ?? parsed.heading?.text ?? ''
}

/** What the page's notes hold on to. */
export function idOf({ front, address }: SourcePage): string {
  return front.id ?? address
}

/** Reads `content/` and the names of `public/`. What is wrong with them stands in `remarks`; nothing throws for it. */
export async function readContent(root: string): Promise<Content> {
  const content: Content = { site: null, pages: [], files: [], publicAddresses: new Set(), remarks: [] }
  const report = (remark: ContentRemark) => content.remarks.push(remark)
  for (const name of settingsFirst(await filesUnder(join(root, 'content')))) {
    const file = `content/${name}`
    const bytes = await readFile(join(root, file))
    if (name === 'site.yml') content.site = readSettings(file, bytes, report)
    else if (name.endsWith('.md')) readPage(content, file, bytes, report)
    else readOther(content, file, bytes, report)
  }
  for (const name of await filesUnder(join(root, 'public'))) {
    if (name !== '_headers') content.publicAddresses.add(`/${name.normalize('NFC')}`)
  }
  if (!content.site && !content.remarks.some(({ file }) => file === 'content/site.yml')) {
    report(wholeFile('content/site.yml', 'le fichier manque : il dit le nom, l’adresse et les dates du site'))
  }
  reportTakenAddresses(content, report)
  return content
}

function readSettings(file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): SiteSettings | null {
  const text = decode(file, bytes, report)
  return text === null ? null : readYaml(text, siteSettingsSchema, { file, firstLine: 1 }, report)
}

function readPage(content: Content, file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): void {
  const text = decode(file, bytes, report)
  if (text === null) return
  const address = pageAddress(file.slice('content/'.length))
  if (address === null) {
    report(wholeFile(file, 'ce nom ne fait pas une adresse : lettres, chiffres, tirets, points et _ seulement'))
    return
  }
  const matter = /^---\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/.exec(text)
  const front = readYaml(matter?.[1] ?? '', frontMatterSchema, { file, firstLine: 2 }, report)
  if (!front) return
  const linesBefore = matter ? matter[0].split('\n').length - 1 : 0
  const body = text.slice(matter?.[0].length ?? 0)
  const place = { file, firstLine: linesBefore + 1 }
  const filled = content.site ? fillPlaceholders(body, content.site, place, report) : body
  const parsed = parsePage(filled, front.lang ?? content.site?.lang ?? 'fr')
  for (const remark of parsed.remarks) report({ ...remark, file, line: remark.line + linesBefore })
  for (const reference of parsed.references) reference.line += linesBefore
  content.pages.push({ file, address, front, matter: matter?.[1] ?? '', text: body, parsed })
}

function readOther(content: Content, file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): void {
  const address = fileAddress(file.slice('content/'.length))
  if (address === null) report(wholeFile(file, 'ce nom ne fait pas une adresse : ni espace, ni signe particulier'))
  else if (bytes.length > MAX_FILE_BYTES) report(wholeFile(file, 'plus de 25 Mio : trop lourd pour être publié'))
  else content.files.push({ file, address, bytes })
}

/** The settings say the language of pages that say none. */
function settingsFirst(names: string[]): string[] {
  return names.toSorted((a, b) => Number(b === 'site.yml') - Number(a === 'site.yml'))
}

/** Two files for one address, an address of the program's own, and files of `public/` that would hide either. */
function reportTakenAddresses(content: Content, report: (remark: ContentRemark) => void): void {
  const takers = new Map<string, string>()
  for (const { file, address } of [...content.pages, ...content.files]) {
    const other = takers.get(address)
    if (isProgramAddress(address)) report(wholeFile(file, `l’adresse ${address} est celle du programme lui-même`))
    if (other) report(wholeFile(file, `la même adresse que ${other} : ${address}`))
    takers.set(address, file)
  }
  for (const address of content.publicAddresses) {
    // The platform would read it, and answer for the program: https://developers.cloudflare.com/workers/static-assets/redirects/
    if (address === '/_redirects')
      report(wholeFile('public/_redirects', 'les redirections se disent dans content/site.yml'))
    const page = address.replace(/(?:\/index)?\.(?:html|md)$/, '/').replace(/\/*$/, '/')
    const other = takers.get(address) ?? takers.get(page)
    if (isProgramAddress(address))
      report(wholeFile(`public${address}`, `l’adresse ${address} est celle du programme lui-même`))
    if (other) report(wholeFile(`public${address}`, `cacherait ${other}`))
  }
}

/** The text of a file: UTF-8, its byte order mark and Windows line ends taken off. */
function decode(file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    report(wholeFile(file, 'ce n’est pas de l’UTF-8 : enregistrez le fichier dans cet encodage'))
    return null
  }
}

/** Names relative to the folder, with slashes, in a stable order; hidden files are left out. An absent folder is empty. */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}

function wholeFile(file: string, message: string): ContentRemark {
  return { file, line: 1, severity: 'fault', message }
}

/** A name for these bytes: 128 bits of their SHA-256, in hexadecimal. */
export function contentHash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32)
}
