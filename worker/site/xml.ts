import { escaped } from './escaped'

/** An element by its name: a text, attributes (`@name`), `#text` and children, a list where it repeats; undefined: it is not there. */
export type XmlNode = { [name: string]: XmlContent | XmlNode[] }

type XmlContent = XmlNode | string | number | undefined

/** A whole document, every text and attribute escaped. */
export function xmlDocument(root: XmlNode): string {
  return `<?xml version="1.0" encoding="utf-8"?>${childrenOf(root)}\n`
}

function childrenOf(node: XmlNode): string {
  return Object.entries(node)
    .filter(([name]) => !name.startsWith('@'))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => element(name, each)))
    .join('')
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return ''
  if (typeof content !== 'object') return name === '#text' ? escapeXml(content) : tag(name, '', escapeXml(content))
  return tag(name, attributesOf(content), childrenOf(content))
}

function tag(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

function attributesOf(node: XmlNode): string {
  return Object.entries(node)
    .filter(([name, value]) => name.startsWith('@') && value !== undefined)
    .map(([name, value]) => ` ${name.slice(1)}="${escapeXml(String(value))}"`)
    .join('')
}

/** Text as it stands in XML, in an attribute too. */
export function escapeXml(text: string | number): string {
  return escaped(String(text).replace(noXmlSign, ''))
}

/**
 * What no XML may hold, however it is written (a note may hold `&#14;`): one such sign makes the whole unreadable.
 * https://www.w3.org/TR/xml/#charsets
 */
export const noXmlSign = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
