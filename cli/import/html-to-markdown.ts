import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document

/** The Markdown of a pad's HTML export: headings, lists, links, emphasis, line ends. Anything else gives its text. */
export function markdownOfHtml(html: string): string {
  return markdownOf(parse(html), '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Whether a text is HTML as its editors write it, and not Markdown with some in it, which has paragraphs of its own. */
export function isHtml(text: string): boolean {
  const { childNodes } = parseFragment(text)
  const hasWordsBetween = childNodes.some((node) => node.nodeName === '#text' && 'value' in node && node.value.trim())
  const hasOwnMarkup = /\n[ \t]*\n|`|^[ \t]*(?:>|(?:[-*+]|#{1,6}|\d+[.)]|!!!)[ \t])/m.test(text)
  return childNodes.some(({ nodeName }) => isRead(nodeName)) && !(hasWordsBetween && hasOwnMarkup)
}

function isRead(name: string): boolean {
  return /^(?:a|br|h[1-6]|ol|section|span|table|ul)$/.test(name) || marks.has(name) || blocks.has(name)
}

/** @param indent What stands before the lines of the list that the node is in. */
function markdownOf(node: Node, indent: string): string {
  if (node.nodeName === '#text') return 'value' in node ? node.value.replace(/\s+/g, ' ') : ''
  if (!('childNodes' in node)) return ''
  const inside = () => node.childNodes.map((child) => markdownOf(child, indent)).join('')
  const name = node.nodeName
  if (left.has(name)) return ''
  if (name === 'br') return '\n'
  if (/^h[1-6]$/.test(name)) return `\n\n${'#'.repeat(Number(name.slice(1)))} ${inside().trim()}\n\n`
  if (marks.has(name)) return marked(inside(), marks.get(name) ?? '')
  if (name === 'a') return linked(node, inside())
  if (name === 'ul' || name === 'ol') return `\n${listed(node, indent)}\n`
  return blocks.has(name) ? `\n\n${inside().trim()}\n\n` : inside()
}

const left = new Set(['head', 'style', 'script', 'title'])
const blocks = new Set(['p', 'div', 'blockquote', 'pre'])
const marks = new Map(Object.entries({ strong: '**', b: '**', em: '*', i: '*', s: '~~', del: '~~', code: '`' }))

function marked(text: string, mark: string): string {
  const words = text.trim()
  return words === '' ? text : text.replace(words, () => `${mark}${words}${mark}`)
}

function linked(node: Node, text: string): string {
  const href = 'attrs' in node ? node.attrs.find(({ name }) => name === 'href')?.value : undefined
  if (href === undefined || text.trim() === '') return text
  return text.trim() === href ? href : `[${text.trim()}](${href})`
}

/** Etherpad writes an inner list as a list in an item without words. */
function listed(list: Node, indent: string): string {
  if (!('childNodes' in list)) return ''
  let number = 0
  const lines = list.childNodes.map((item) => {
    if (item.nodeName !== 'li' || !('childNodes' in item)) return markdownOf(item, indent).trimEnd()
    const isInner = (child: Node) => child.nodeName === 'ul' || child.nodeName === 'ol'
    const words = item.childNodes
      .filter((child) => !isInner(child))
      .map((child) => markdownOf(child, indent))
      .join('')
      .trim()
    const inner = item.childNodes
      .filter(isInner)
      .map((child) => listed(child, `${indent}    `))
      .join('\n')
    if (words !== '') number++
    const mark = list.nodeName === 'ol' ? `${number}.` : '-'
    return [words && `${indent}${mark} ${words.replaceAll('\n', ' ')}`, inner].filter(Boolean).join('\n')
  })
  return lines.filter((line) => line.trim() !== '').join('\n')
}
