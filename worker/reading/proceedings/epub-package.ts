import type { SiteSettings } from '../../site/settings'
import { stringsFor } from '../../site/strings'
import { escapeXml } from '../../site/xml'
import { xhtml } from './xml'

/** What the package and the contents say of the book's files. */
export type Volume = {
  site: SiteSettings
  /** When its newest note was published, RFC 3339 UTC. */
  modified: string
  days: { title: string; files: VolumeFile[] }[]
}

/** `title`: XHTML. `first`: the session's first file; the table of contents leads to it. */
export type VolumeFile = { name: string; title: string; first: boolean }

export function packageFile({ site, modified, days }: Volume): string {
  const { actes: t } = stringsFor(site.lang)
  const files = days.flatMap((day) => day.files)
  const item = (id: string, href: string, type: string, properties = '') =>
    `<item id="${id}" href="${href}" media-type="${type}"${properties && ` properties="${properties}"`}/>`
  const page = 'application/xhtml+xml'
  const accessibility = {
    accessMode: 'textual',
    accessModeSufficient: 'textual',
    accessibilityFeature: 'tableOfContents',
    accessibilityHazard: 'none',
    accessibilitySummary: t.accessibility,
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${site.lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${escapeXml(`${site.url}/actes/`)}</dc:identifier>
<dc:title>${escapeXml(`${t.title} – ${site.event.name}`)}</dc:title>
<dc:language>${site.lang}</dc:language>
<dc:creator>${escapeXml(site.event.name)}</dc:creator>
<dc:date>${site.event.end}</dc:date>
<dc:source>${escapeXml(`${site.url}/`)}</dc:source>
<dc:rights>${escapeXml(`${site.licence.name}, ${site.licence.url}`)}</dc:rights>
<link rel="dcterms:license" href="${escapeXml(site.licence.url)}"/>
<meta property="dcterms:modified">${modified.replace(/\.\d+Z$/, 'Z')}</meta>
${Object.entries(accessibility)
  .map(([name, value]) => `<meta property="schema:${name}">${escapeXml(value)}</meta>`)
  .join('\n')}
</metadata>
<manifest>
${item('sommaire', 'sommaire.xhtml', page, 'nav')}
${item('image', 'couverture.svg', 'image/svg+xml', 'cover-image')}
${item('style', 'style.css', 'text/css')}
${item('couverture', 'couverture.xhtml', page)}
${item('a-propos', 'a-propos.xhtml', page)}
${files.map(({ name }) => item(idOf(name), name, page)).join('\n')}
</manifest>
<spine>
<itemref idref="couverture"/>
<itemref idref="a-propos"/>
<itemref idref="sommaire"/>
${files.map(({ name }) => `<itemref idref="${idOf(name)}"/>`).join('\n')}
</spine>
</package>
`
}

export function contentsFile({ site, days }: Volume): string {
  const { actes: t } = stringsFor(site.lang)
  const entry = ({ name, title }: { name: string; title: string }) => `<li><a href="${name}">${title}</a></li>`
  const parts = days.map(
    ({ title, files }) =>
      `<li><span>${escapeXml(title)}</span><ol>${files
        .filter(({ first }) => first)
        .map(entry)
        .join('')}</ol></li>`,
  )
  const about = entry({ name: 'a-propos.xhtml', title: escapeXml(t.aboutTitle) })
  return xhtml(
    site.lang,
    t.contents,
    `<nav epub:type="toc"><h2>${escapeXml(t.contents)}</h2>\n<ol>${about}\n${parts.join('\n')}</ol></nav>`,
  )
}

/** 600 × 800: paper, the gorse bar, the forum's name in as many lines as it needs. */
export function coverImage({ event }: SiteSettings, title: string): string {
  const lines = wrapped(event.name, 22)
  const text = lines.map((line, n) => `<text x="50" y="${300 + n * 56}" font-size="44">${escapeXml(line)}</text>`)
  const dates = event.start === event.end ? event.start : `${event.start} – ${event.end}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800" width="600" height="800">
<rect width="600" height="800" fill="#fbf9f4"/>
<rect x="50" y="120" width="120" height="12" fill="#f2b705"/>
<g font-family="Charter, Georgia, serif" fill="#1b2326">
<text x="50" y="220" font-size="64" font-weight="700">${escapeXml(title)}</text>
${text.join('\n')}
<text x="50" y="700" font-size="28" fill="#4c585c">${escapeXml(event.place)}</text>
<text x="50" y="740" font-size="28" fill="#4c585c">${escapeXml(dates)}</text>
</g>
</svg>
`
}

/** Words in lines of that many signs, six at most. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.slice(0, 6)
}

function idOf(name: string): string {
  return name.replace('.xhtml', '')
}
