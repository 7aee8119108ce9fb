import XMLBuilder from 'fast-xml-builder'

/** An element by its name: a text, attributes (`@name`) and children, a list where it repeats; undefined: it is not there. */
export type XmlNode = { [name: string]: XmlNode | XmlNode[] | string | number | undefined }

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true })

/** A whole document, every text and attribute escaped. */
export function xmlDocument(root: XmlNode): string {
  const declaration = { '?xml': { '@version': '1.0', '@encoding': 'utf-8' } }
  return `${builder.build({ ...declaration, ...legal(root) })}\n`
}

/** Without the characters that no XML may hold, however they are written: one of them makes the whole unreadable. */
function legal(node: XmlNode): XmlNode {
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, Array.isArray(value) ? value.map(legal) : legalValue(value)]),
  )
}

function legalValue(value: XmlNode | string | number | undefined): XmlNode | string | number | undefined {
  if (typeof value === 'object') return legal(value)
  return typeof value === 'string' ? value.replace(illegal, '') : value
}

/** Everything but XML 1.0's Char production. https://www.w3.org/TR/xml/#charsets */
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
