import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isMap, LineCounter, type Node, parseDocument } from 'yaml'
import { pageAddress } from '../../worker/site/paths'
import { CommandError } from '../command'
import { explainUnreadable, unusableAliases } from '../content/explain'
import { valuesOf } from '../content/yaml'
import { presentFile } from './content-change'
import type { Foreign } from './foreign'
import { decodeText, withLineEndsOf } from './text-file'

/** `mkdocs.yml` as far as it is read; null: there is none. */
type MkdocsSettings = { document: ReturnType<typeof parseDocument>; lines: LineCounter } | null

/** @param folder With mkdocs.yml and docs/ in it, or the docs/ folder beside it. */
export async function readMkdocs(folder: string): Promise<{ docs: string; settings: MkdocsSettings }> {
  const here = resolve(folder)
  if (!(await isFolder(here)))
    throw new CommandError(`${folder} n’est pas un dossier : donnez celui de mkdocs.yml, ou docs/.`)
  for (const project of [here, dirname(here)]) {
    const bytes = (await presentFile(project, 'mkdocs.yml')) ?? (await presentFile(project, 'mkdocs.yaml'))
    if (!bytes) continue
    const lines = new LineCounter()
    const text = decodeText(join(project, 'mkdocs.yml'), bytes)
    const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' })
    const [fault] = document.errors
    if (fault)
      throw new CommandError(`mkdocs.yml:${lines.linePos(fault.pos[0]).line}: ${explainUnreadable(fault, text)}`)
    const docs = resolve(project, String(document.get('docs_dir') ?? 'docs'))
    if (project !== here && docs !== here) continue
    if (!(await isFolder(docs))) throw new CommandError(`${docs} n’existe pas : mkdocs.yml le nomme (docs_dir).`)
    return { docs, settings: { document, lines } }
  }
  return { docs: here, settings: null }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false
}

type Entry = { label: string; path: string }

/** What a menu holds here (`site.yml`). */
const MENU_MAX = 5

/** The first level of `nav` as the site's menu. Null: mkdocs.yml has no nav. What does not fit is said. */
export function menuOf(
  settings: MkdocsSettings,
  places: Map<string, string>,
  report: (foreign: Foreign) => void,
): { text: string; write: (site: string) => string } | null {
  if (!settings) return null
  const values = valuesOf(settings.document)
  if (values === null) throw new CommandError(`mkdocs.yml:1: ${unusableAliases}`)
  const { nav } = values
  if (!Array.isArray(nav)) return null
  const lineOf = (n: number) => {
    const node = settings.document.getIn(['nav', n], true) as Node | undefined
    return node?.range ? settings.lines.linePos(node.range[0]).line : 1
  }
  const entries: Entry[] = []
  for (const [n, item] of nav.entries()) {
    const say = (message: string) => report({ file: 'mkdocs.yml', line: lineOf(n), message })
    const [label, target] = labelled(item)
    const first = firstPage(target)
    const place =
      first === undefined ? undefined : (places.get(first) ?? places.get(first.replace(/index\.md$/, 'README.md')))
    const address = place === undefined ? null : pageAddress(place.slice('content/'.length))
    if (Array.isArray(target)) say(`« ${label} » est une rubrique : le menu mène à sa première page`)
    if (address === null) say(`l’entrée de menu « ${label} » ne mène à aucune page reprise`)
    else if (entries.length === MENU_MAX) say(`« ${label} » : le menu a cinq entrées au plus`)
    else entries.push({ path: address, label: label ?? titleFrom(address) })
  }
  const text = entries.map(({ path, label }) => `  - { path: ${path}, label: ${JSON.stringify(label)} }\n`).join('')
  return { text: `nav:\n${text}`, write: (site) => withMenu(site, entries) }
}

function labelled(item: unknown): [label: string | null, target: unknown] {
  if (typeof item === 'string') return [null, item]
  const [entry] = Object.entries((item ?? {}) as Record<string, unknown>)
  return entry ?? [null, null]
}

/** The page that an entry leads to, or the first below it. */
function firstPage(target: unknown): string | undefined {
  if (typeof target === 'string') return target.replace(/^\.\//, '')
  if (!Array.isArray(target)) return undefined
  for (const item of target) {
    const found = firstPage(labelled(item)[1])
    if (found?.endsWith('.md')) return found
  }
  return undefined
}

function titleFrom(address: string): string {
  const name = address.split('/').at(-2) ?? ''
  return name === '' ? 'Accueil' : name.charAt(0).toUpperCase() + name.slice(1).replace(/[-_]+/g, ' ')
}

function withMenu(site: string, entries: Entry[]): string {
  const document = parseDocument(site)
  if (!isMap(document.contents))
    throw new CommandError('content/site.yml est illisible : corrigez-le d’abord (npm run build).')
  document.set('nav', document.createNode(entries))
  return withLineEndsOf(site, document.toString({ lineWidth: 0 }))
}
