import { type DefaultTreeAdapterMap, parseFragment } from 'parse5'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

const elements = new Set([
  ...['h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'strong', 'em', 'del', 'a'],
  ...['div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
])

const attributes: Record<string, RegExp> = {
  href: /^(?:https?:|mailto:)/,
  rel: /^nofollow ugc noopener$/,
  start: /^\d+$/,
  scope: /^col$/,
  class: /^(?:defile|left|center|right)$/,
  tabindex: /^0$/,
  role: /^group$/,
  'aria-label': /^(?:Tableau|Table)$/,
}

/**
 * Judges HTML that was made of a stranger's text, as a browser would read it: it must stay in its container, hold
 * only the elements and attributes of a note, and lead only to http, https and mailto.
 * @returns What is wrong; nothing for harmless HTML.
 */
export function complaintsAbout(html: string): string[] {
  const fragment = parseFragment(`<div>${html}</div><p id="tail">T</p>`)
  const [container, tail, ...more] = fragment.childNodes
  const intact =
    isElement(container, 'div') && isElement(tail, 'p') && tail.attrs[0]?.value === 'tail' && more.length === 0
  return [...(intact ? [] : ['it breaks out of its container']), ...(container ? within(container) : [])]
}

function within(node: Node): string[] {
  if (!('childNodes' in node)) return node.nodeName === '#comment' ? ['a comment'] : []
  return node.childNodes.flatMap((child) => [...('tagName' in child ? judge(child) : []), ...within(child)])
}

function judge(element: Element): string[] {
  const complaints = elements.has(element.tagName) ? [] : [`element ${element.tagName}`]
  for (const { name, value } of element.attrs) {
    if (!attributes[name]?.test(value)) complaints.push(`attribute ${name}="${value}"`)
    if (name === 'href' && !leadsSomewhereHarmless(value)) complaints.push(`address ${value}`)
  }
  return complaints
}

/** As a browser resolves it on any page of ours. */
function leadsSomewhereHarmless(href: string): boolean {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(href, 'https://base.invalid/a/').protocol)
  } catch {
    return false
  }
}

function isElement(node: Node | undefined, tagName: string): node is Element {
  return node !== undefined && 'tagName' in node && node.tagName === tagName
}
