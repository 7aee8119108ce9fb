import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { strFromU8, unzipSync } from 'fflate'

/**
 * What EPUB 3.3 asks of a book and a program can see without a browser, as a list of faults: the container (OCF 4),
 * the package (5), the navigation (7), content documents that are well-formed XML (6) and lead somewhere.
 * https://www.w3.org/TR/epub-33/
 */
export function epubFaults(bytes: Uint8Array): string[] {
  const files = unzipSync(bytes)
  const faults: string[] = []
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault)
  }
  // Local header: name length at 26, extra length at 28, method at 8; then the name and, stored, the content.
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  const begins = strFromU8(bytes.subarray(30, 30 + 8 + 20))
  check(begins === 'mimetypeapplication/epub+zip', `the zip begins with ${begins}`)
  check(
    header.getUint16(8, true) === 0 && header.getUint16(28, true) === 0,
    'mimetype is compressed or has an extra field',
  )

  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
  for (const name of Object.keys(files).filter((each) => /\.(?:xhtml|opf|xml|svg)$/.test(each))) {
    const valid = XMLValidator.validate(text(name))
    check(valid === true, `${name}: ${valid === true ? '' : valid.err.msg}`)
    check(
      !/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(text(name)),
      `${name}: an entity that XML does not know`,
    )
    check(
      !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text(name)),
      `${name}: a sign that XML cannot hold`,
    )
    check(!/<t[dh][^>]* align=/.test(text(name)), `${name}: align`)
    const ids = attributesOf(text(name), 'id')
    check(new Set(ids).size === ids.length, `${name}: an id twice`)
  }

  const opfPath = /full-path="([^"]+)"/.exec(text('META-INF/container.xml'))?.[1] ?? ''
  const folder = opfPath.replace(/[^/]+$/, '')
  const opf = packageParser.parse(text(opfPath)).package as Package
  const [items, spine] = [opf.manifest.item, opf.spine.itemref]
  const named = new Set(items.map(({ '@href': href }) => folder + href))
  for (const name of Object.keys(files)) {
    check(
      named.has(name) || ['mimetype', 'META-INF/container.xml', opfPath].includes(name),
      `${name} is not in the manifest`,
    )
  }
  for (const name of named) check(name in files, `the manifest names ${name}`)
  check(new Set(items.map(({ '@id': id }) => id)).size === items.length, 'a manifest id twice')
  for (const { '@idref': id } of spine)
    check(
      items.some((item) => item['@id'] === id),
      `the spine names ${id}`,
    )
  for (const property of ['nav', 'cover-image']) {
    check(items.filter((item) => item['@properties'] === property).length === 1, `not one ${property}`)
  }
  for (const name of ['dc:identifier', 'dc:title', 'dc:language', 'dc:rights', 'dc:creator']) {
    check(Boolean(opf.metadata[name]), `no ${name}`)
  }
  check(/property="dcterms:modified">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</.test(text(opfPath)), 'dcterms:modified')

  for (const name of [...named].filter((each) => each.endsWith('.xhtml'))) {
    for (const address of attributesOf(text(name), 'href')) {
      check(/^(?:%[\dA-F]{2}|[\w\-.~:/?#@!$&'()*+,;=])*$/i.test(address), `${name}: ${address} is no URI`)
    }
    for (const address of [...attributesOf(text(name), 'href'), ...attributesOf(text(name), 'src')]) {
      if (/^(?:https?|mailto):/.test(address)) continue
      const [file = '', anchor] = address.split('#')
      check(folder + file in files, `${name} leads to ${address}`)
      if (anchor) check(text(folder + file).includes(`id="${anchor}"`), `${name} leads to ${address}`)
    }
  }
  return faults
}

/** The values of an attribute, in tags alone: well-formed XML has no `<` elsewhere. */
function attributesOf(xml: string, name: string): string[] {
  const tags = xml.match(/<[a-z](?:[^<>"]|"[^"]*")*>/gi) ?? []
  return tags.flatMap((tag) =>
    [...tag.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value),
  )
}

type Package = {
  metadata: Record<string, unknown>
  manifest: { item: { '@id': string; '@href': string; '@properties'?: string }[] }
  spine: { itemref: { '@idref': string }[] }
}

const packageParser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => ['item', 'itemref'].includes(name),
})
