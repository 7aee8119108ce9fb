import { type DefaultTreeAdapterMap, parse, serialize } from 'parse5'
import { complaintsAbout } from './markup-oracle'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

const forbidden = new Set(['iframe', 'object', 'embed', 'img', 'svg', 'math', 'base', 'audio', 'video', 'frame'])

/**
 * Judges a whole page that shows a stranger's text: nothing in it may run, load or change the page's own look, and
 * the note in it must pass the oracle of notes.
 */
export function complaintsAboutPage(html: string): string[] {
  const complaints: string[] = []
  let styles = 0
  for (const element of elementsOf(parse(html))) {
    if (element.tagName === 'script' && !isOurScript(element)) complaints.push('element script')
    if (forbidden.has(element.tagName)) complaints.push(`element ${element.tagName}`)
    if (element.tagName === 'style') styles++
    for (const { name, value } of element.attrs) {
      if (name.startsWith('on') || name === 'style' || name === 'srcdoc') complaints.push(`attribute ${name}`)
      if (/^\s*(?:javascript|vbscript):/i.test(value) && ['href', 'src', 'action', 'formaction'].includes(name)) {
        complaints.push(`${name}="${value}"`)
      }
      if (name === 'class' && value === 'texte') complaints.push(...complaintsAbout(serialize(element)))
    }
  }
  if (styles !== 1) complaints.push(`${styles} style elements`)
  return complaints
}

/** A file of public/, in the head, where no stranger's text comes; or a block of data, which no browser runs. */
function isOurScript({ attrs, childNodes, parentNode }: Element): boolean {
  const given = Object.fromEntries(attrs.map(({ name, value }) => [name, value]))
  if (given.type === 'application/ld+json') return attrs.length === 1
  return parentNode?.nodeName === 'head' && /^\/[a-z-]+\.js$/.test(given.src ?? '') && childNodes.length === 0
}

function elementsOf(node: Node): Element[] {
  if (!('childNodes' in node)) return []
  return node.childNodes.flatMap((child) => [...('tagName' in child ? [child] : []), ...elementsOf(child)])
}
