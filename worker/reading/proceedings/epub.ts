import type { PublishedNote } from '../../publishing/values'
import { longDay } from '../../site/dates'
import type { SiteSettings } from '../../site/settings'
import { stringsFor } from '../../site/strings'
import { escapeXml } from '../../site/xml'
import { type Book, type Chapter, factsOf, hourOf } from './book'
import { contentsFile, coverImage, packageFile, type Volume, type VolumeFile } from './epub-package'
import { noteFacts } from './note-facts'
import { wellFormed, xhtml } from './xml'
import { textEntry, type ZipEntry, zipped } from './zip'

/** `/actes.epub`: EPUB 3.3 (https://www.w3.org/TR/epub-33/). The same notes give the same bytes. */
export function proceedingsEpub(book: Book): AsyncIterable<Uint8Array> {
  return zipped(files(book))
}

/** Notes of one file: a reader's device loads a file as a whole. */
const NOTES_A_FILE = 50

async function* files(book: Book): AsyncIterable<ZipEntry> {
  const { site } = book
  const { actes: t } = stringsFor(site.lang)
  // First, alone, and stored: how a program knows what the file is (OCF, 4.3).
  yield { ...textEntry('mimetype', 'application/epub+zip'), stored: true }
  yield textEntry('META-INF/container.xml', container)
  yield textEntry('EPUB/style.css', stylesheet)
  yield textEntry('EPUB/couverture.svg', coverImage(site, t.title))
  const cover = `<p class="couverture"><img src="couverture.svg" alt="${escapeXml(`${t.title}. ${site.event.name}`)}"/></p>`
  yield textEntry('EPUB/couverture.xhtml', xhtml(site.lang, t.cover, cover))
  yield textEntry('EPUB/a-propos.xhtml', xhtml(site.lang, t.aboutTitle, about(book)))

  const volume: Volume = { site, modified: `${site.event.start}T00:00:00Z`, days: [] }
  for (const { day, chapters } of book.days) {
    const itsFiles: VolumeFile[] = []
    volume.days.push({ title: day ? longDay(day, site.lang) : t.others, files: itsFiles })
    for (const chapter of chapters) {
      const place = volume.days.reduce((sum, each) => sum + each.files.length, 1)
      let part = 0
      for await (const notes of groups(book.notesOf(chapter), NOTES_A_FILE)) {
        part++
        const name = `s${place}-${part}.xhtml`
        const title = [hourOf(chapter, site.lang), titleOf(chapter, site)].filter(Boolean).join(' · ')
        itsFiles.push({ name, title, first: part === 1 })
        for (const { publishedAt } of notes) if (publishedAt > volume.modified) volume.modified = publishedAt
        yield textEntry(`EPUB/${name}`, chapterFile(chapter, notes, part, site))
      }
    }
  }
  yield textEntry('EPUB/sommaire.xhtml', contentsFile(volume))
  yield textEntry('EPUB/package.opf', packageFile(volume))
}

async function* groups(notes: AsyncIterable<PublishedNote>, size: number): AsyncIterable<PublishedNote[]> {
  let group: PublishedNote[] = []
  for await (const note of notes) {
    group.push(note)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

function chapterFile(chapter: Chapter, notes: PublishedNote[], part: number, site: SiteSettings): string {
  const title = titleOf(chapter, site)
  const facts = factsOf(chapter, site).map(escapeXml).join(' · ')
  const heading =
    part === 1 ? `<h3>${title}</h3>\n${facts ? `<p class="faits">${facts}</p>` : ''}` : `<h3>${title} (${part})</h3>`
  const body = notes.map((note) => noteSection(note, site)).join('\n')
  return xhtml(site.lang, chapter.title, `<section epub:type="chapter">\n${heading}\n${body}\n</section>`)
}

/** XHTML, in its own language among words of the site. */
function titleOf({ title, lang }: Chapter, site: SiteSettings): string {
  const text = escapeXml(title)
  return lang === site.lang ? text : `<span lang="${lang}" xml:lang="${lang}">${text}</span>`
}

function noteSection(note: PublishedNote, site: SiteSettings): string {
  const { author, moment, licence, edited } = noteFacts(note, site)
  const facts = [moment, licence, edited].filter((fact) => fact !== null).map(escapeXml)
  return `<section class="note" id="note-${note.id}">
<div dir="auto">${wellFormed(note.html)}</div>
<p class="faits"><strong><bdi>${escapeXml(author)}</bdi></strong> · ${facts.join(' · ')}</p>
</section>`
}

function about({ site, notes }: Book): string {
  const { actes: t } = stringsFor(site.lang)
  const link = (address: string, words: string) => `<a href="${escapeXml(address)}">${escapeXml(words)}</a>`
  return `<h2>${escapeXml(t.aboutTitle)}</h2>
<p>${escapeXml(notes === 0 ? t.empty : t.intro(site.event.name, site.event.place, notes))}</p>
<p>${escapeXml(t.licence(site.licence.name))}</p>
<p>${link(site.licence.url, site.licence.name)}</p>
<p>${link(`${site.url}/actes/`, `${site.url}/actes/`)}</p>`
}

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

const stylesheet = `body { line-height: 1.5; }
h2, h3, h4, h5, h6 { line-height: 1.2; page-break-after: avoid; }
.couverture { margin: 0; text-align: center; }
.couverture img { max-width: 100%; max-height: 100%; }
.note { border-top: 1px solid; padding: 1em 0; }
.faits { font-size: 0.85em; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.4em; text-align: left; }
.center { text-align: center; }
.right { text-align: right; }
pre { white-space: pre-wrap; }
`
