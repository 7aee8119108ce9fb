import { posix } from 'node:path'
import { isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { frontMatterSchema } from '../../worker/site/front-matter'
import { encodePath, pageAddress } from '../../worker/site/paths'
import { CommandError } from '../command'
import { explainUnreadable, unusableAliases } from '../content/explain'
import { valuesOf } from '../content/yaml'
import { type Foreign, markdownLines } from './foreign'

/**
 * A page as `content/` takes it: front matter without the keys that are MkDocs' own, links to files that are named
 * otherwise here set right. What stands in the text and means nothing here is said and left as it is.
 * @param places Every file of the folder → its place in `content/`.
 */
export function foreignPage(
  file: string,
  text: string,
  places: Map<string, string>,
  report: (foreign: Foreign) => void,
): string {
  const [whole = '', yaml = ''] = /^---\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(text) ?? []
  const body = text.slice(whole.length)
  const linesBefore = whole.split('\n').length - 1
  const front = keptFront(file, yaml, report)
  const lines = markdownLines(body).map(({ text: line, number, kind }) => {
    for (const [pattern, message] of kind === 'fence' ? fenced : kind === 'text' ? unknownMarkup : []) {
      if (pattern.test(line)) report({ file, line: number + linesBefore, message })
    }
    return kind === 'text' ? withRightLinks(line, file, places) : line
  })
  return `${front}${lines.join('\n')}`
}

const known = new Set(Object.keys(frontMatterSchema.entries))
const hidden = new Set(['navigation', 'toc', 'path', 'tags', 'feedback', 'footer'])

function keptFront(file: string, yaml: string, report: (foreign: Foreign) => void): string {
  if (yaml.trim() === '') return ''
  const counter = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: counter, logLevel: 'error' })
  const lineOf = (offset: number) => counter.linePos(offset).line + 1
  const [fault] = document.errors
  if (fault) throw new CommandError(`${file}:${lineOf(fault.pos[0])}: en-tête YAML ${explainUnreadable(fault, yaml)}`)
  const values = valuesOf(document)
  if (values === null) throw new CommandError(`${file}:2: en-tête YAML ${unusableAliases}`)
  for (const key of Object.keys(values)) {
    if (known.has(key)) continue
    const line = yaml.split('\n').findIndex((each) => each.startsWith(`${key}:`)) + 2
    report({ file, line, message: `la clé « ${key} » de l’en-tête` })
    document.delete(key)
  }
  const hide = document.get('hide', true)
  if (isSeq(hide)) {
    for (const item of hide.items) {
      if (!isScalar(item) || hidden.has(String(item.value))) continue
      report({ file, line: item.range ? lineOf(item.range[0]) : 1, message: `hide: ${String(item.value)}` })
    }
    hide.items = hide.items.filter((item) => isScalar(item) && hidden.has(String(item.value)))
  }
  return Object.keys(valuesOf(document) ?? {}).length > 0 ? `---\n${document.toString({ lineWidth: 0 })}---\n` : ''
}

/** Markup of MkDocs' extensions that the site has nothing for. */
const unknownMarkup: [RegExp, string][] = [
  [/^\s*={3}[!+]*\s+"/, 'des onglets (===) : écrivez-les en titres'],
  [/^\s*-{1,}8<-{1,}/, 'un extrait inclus (--8<--) : copiez-le dans la page'],
  [/^\s*:::\s*\S/, 'une référence mkdocstrings (:::)'],
  [/\{\{.*?\}\}|\{%.*?%\}/, 'une macro ({{ }} ou {% %})'],
  [/^\s*\[TOC\]\s*$/i, 'la table [TOC] : la page a déjà la sienne'],
  [/:(?:material|fontawesome|octicons|simple)-[a-z0-9-]+:/, 'une icône de thème'],
  [/\+\+[a-z0-9]+(?:\+[a-z0-9]+)*\+\+/, 'des touches (++ctrl+c++)'],
  [/^\s*\$\$|\\\[|\\\(/, 'une formule : rien ne la met en forme'],
  [/<(?:script|iframe|object|embed)\b/i, 'un script ou un cadre : le site n’en montre pas'],
  [/\sstyle=["']/i, 'un style écrit dans la page'],
]

const fenced: [RegExp, string][] = [[/^\s*[`~]{3,}\s*(?:mermaid|plantuml)/, 'un schéma : il reste en texte']]

/** Relative links keep their form; those to a file that is named otherwise here lead to its new address. */
function withRightLinks(line: string, file: string, places: Map<string, string>): string {
  return line
    .replace(/(\]\(|^\s*\[[^\]]+\]:\s*)<([^>#?]+)([#?][^>]*)?>/g, (all, opening: string, href: string, rest = '') => {
      const address = otherAddress(href, file, places)
      return address === null ? all : opening + address + rest
    })
    .replace(/(\]\(|^\s*\[[^\]]+\]:\s*|(?:href|src)=")([^\s<)>"#?]+)/g, (all, opening: string, href: string) => {
      const address = otherAddress(href, file, places)
      return address === null ? all : opening + address
    })
}

function otherAddress(href: string, file: string, places: Map<string, string>): string | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(href)) return null
  const target = posix.join(posix.dirname(file), decoded(href))
  const place = places.get(target)
  if (place === undefined || place === `content/${target}`) return null
  const path = place.slice('content/'.length)
  return encodePath(path.endsWith('.md') ? (pageAddress(path) ?? '/') : `/${path}`)
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}
