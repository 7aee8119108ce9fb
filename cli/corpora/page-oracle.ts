import { type DefaultTreeAdapterMap, parse, serialize } from 'parse5'
import { complaintsAbout } from './markup-oracle'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

/** The page's own, as its head loads them. */
const ownScripts = ['/drafts.js', '/form.js']

const forbidden = new Set([
  'script',
  'iframe',
  'object',
  'embed',
  'img',
  'svg',
  'math',
  'base',
  'audio',
  'video',
  'frame',
])

/**
 * Judges a whole page that shows a stranger's text: nothing in it may run, load or change the page's own look, and
 * the note in it must pass the oracle of notes.
 */
export function complaintsAboutPage(html: string): string[] {
  const complaints: string[] = []
  let styles = 0
  for (const element of elementsOf(parse(html))) {
    if (forbidden.has(element.tagName) && !isOwnScript(element)) complaints.push(`element ${element.tagName}`)
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

/** In the head, where no stranger's text comes, and nothing but a file of ours. */
function isOwnScript({ tagName, parentNode, childNodes, attrs }: Element): boolean {
  const source = attrs.find(({ name }) => name === 'src')?.value ?? ''
  return (
    tagName === 'script' && parentNode?.nodeName === 'head' && childNodes.length === 0 && ownScripts.includes(source)
  )
}

function elementsOf(node: Node): Element[] {
  if (!('childNodes' in node)) return []
  return node.childNodes.flatMap((child) => [...('tagName' in child ? [child] : []), ...elementsOf(child)])
}
