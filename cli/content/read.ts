import { basename } from 'node:path'
import type * as v from 'valibot'
import { fileAddress } from '../../worker/site/paths'
import { type SiteSettings, siteSettingsSchema } from '../../worker/site/settings'
import { contentHash } from './content-hash'
import { type MadeBefore, nothingMade, programHash } from './made-before'
import { type ContentRemark, wholeFile } from './remarks'
import { decode, isLeftover, sourceFiles } from './source-files'
import { readPage, type SourcePage } from './source-page'
import { reportSharedPlaces, reportTakenAddresses } from './taken-addresses'
import { type Reading, readYaml } from './yaml'

/** A file that is no page: an image, a PDF. */
type OtherFile = { file: string; address: string; bytes: Uint8Array }

export type Content = {
  site: SiteSettings | null
  /** How they were read. */
  reading: Pick<Reading<SiteSettings>, 'faulty' | 'lineOf'>
  pages: SourcePage[]
  /** Beside the pages. */
  files: OtherFile[]
  /** Of `public/`, which the platform serves as it is. */
  publicFiles: OtherFile[]
  remarks: ContentRemark[]
}

/** KV refuses a larger value. https://developers.cloudflare.com/kv/platform/limits/ */
const MAX_FILE_BYTES = 25 * 1024 * 1024
const tooHeavy = 'plus de 25 Mio : trop lourd pour être publié'

/** Every file that a page may lead to. */
export function fileAddresses({ files, publicFiles }: Content): Set<string> {
  return new Set([...files, ...publicFiles].map(({ address }) => address))
}

/**
 * The files that the site is made of, besides its pages. Those of `public/` are among them, although the platform serves
 * them: a copy of the site needs them too. Scripts it does not: only forms have any.
 */
export function filesToKeep({ files, publicFiles }: Content): OtherFile[] {
  return [...files, ...publicFiles.filter(({ address }) => !address.endsWith('.js'))]
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
  for (const { name, file, read } of settingsFirst(await sourceFiles(root, 'content', report))) {
    if (isLeftover(name)) {
      report({ ...wholeFile(file, 'copie d’un éditeur ou fichier du système : n’est pas publié'), severity: 'warning' })
      continue
    }
    const bytes = read()
    if (bytes === null) continue
    if (name === 'site.yml') {
      const text = decode(file, bytes, report)
      const at = { file, firstLine: 1, standIns: standInSettings }
      const settings = text === null ? null : readYaml(text, siteSettingsSchema, at, report)
      if (settings) Object.assign(content, { site: settings.value, reading: settings })
      basis = contentHash(basis, bytes)
    } else if (name.endsWith('.md')) {
      const { page, remarks } = readPage(content.site, file, bytes, { before: before.pages[file], basis })
      if (page) content.pages.push(page)
      content.remarks.push(...remarks)
    } else readOther(content, file, bytes, report)
  }
  for (const { name, file, read } of await sourceFiles(root, 'public', report)) {
    const bytes = read()
    if (bytes === null) continue
    if (bytes.length > MAX_FILE_BYTES) report(wholeFile(file, tooHeavy))
    else if (name !== '_headers') content.publicFiles.push({ file, address: `/${name.normalize('NFC')}`, bytes })
  }
  if (!content.site && !content.remarks.some(({ file }) => file === 'content' || file === 'content/site.yml')) {
    report(wholeFile('content/site.yml', 'le fichier manque : il dit le nom, l’adresse et les dates du site'))
  }
  if (!isHomeKnown(content)) report(wholeFile(HOME, 'le fichier manque : c’est la page d’accueil'))
  reportTakenAddresses(content, report)
  reportSharedPlaces(content, report)
  return content
}

const HOME = 'content/index.md'

/** It is there, or why it is not has been told, or its address leads elsewhere. */
function isHomeKnown({ site, pages, remarks }: Content): boolean {
  return (
    pages.some(({ address }) => address === '/') ||
    remarks.some(({ file }) => file === 'content' || file === HOME) ||
    site?.redirects['/'] !== undefined
  )
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

function readOther(content: Content, file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): void {
  const address = fileAddress(file.slice('content/'.length))
  const [, stem] = /^(.+)\.(?:md|markdown|mdown|mkdn?)$/i.exec(basename(file)) ?? []
  if (stem !== undefined) report(wholeFile(file, `pour que ce soit une page, nommez le fichier ${stem}.md`))
  else if (address === null) report(wholeFile(file, 'ce nom ne fait pas une adresse : ni espace, ni signe particulier'))
  else if (bytes.length > MAX_FILE_BYTES) report(wholeFile(file, tooHeavy))
  else content.files.push({ file, address, bytes })
}

/** The settings say the language of pages that say none. */
function settingsFirst<T extends { name: string }>(files: T[]): T[] {
  return files.toSorted((a, b) => Number(b.name === 'site.yml') - Number(a.name === 'site.yml'))
}
