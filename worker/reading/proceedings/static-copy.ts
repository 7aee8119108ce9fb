import type { KVNamespace } from '@cloudflare/workers-types'
import { NoteView } from '../../publishing/note-view'
import type { PageEntry, PageIndex } from '../../site/page-index'
import { renderDocument } from '../../site/shell'
import { fillSlots, NOTES_SLOT, WEIGHT_SLOT } from '../../site/slots'
import { stringsFor } from '../../site/strings'
import { planPage } from '../plan-view'
import type { Book } from './book'
import { proceedingsPage } from './html'
import { type Copied, offline } from './offline-links'
import { encoded, textEntry, type ZipEntry } from './zip'

/** The whole site below `site/`, each page with all its notes, to be opened from disk. */
export async function* staticCopy(pages: KVNamespace, index: PageIndex, book: Book): AsyncIterable<ZipEntry> {
  const copied = copiedAddresses(index)
  for (const [address, entry] of Object.entries(index.pages)) {
    const body = await pages.get(entry.body)
    if (body === null) throw new Error(`The page ${address} is named by the index and not in KV.`)
    yield { name: fileOf(address), content: encoded(pageWithNotes(body, address, entry, book, copied)) }
  }
  for (const [address, key] of Object.entries(index.files)) {
    const bytes = await pages.get(key, 'arrayBuffer')
    if (bytes) yield { name: `site${address}`, content: [new Uint8Array(bytes)] }
  }
  yield textEntry(fileOf('/plan/'), offline(renderDocument(planPage(index)), '/plan/', copied))
  yield { name: fileOf('/actes/'), content: encoded(offlineProceedings(book, copied)) }
}

/** What links of the copy may lead to: address → file below `site/`. */
function copiedAddresses(index: PageIndex): Copied {
  const pages = [...Object.keys(index.pages), '/plan/', '/actes/']
  return new Map([
    ...pages.map((address): [string, string] => [address, `${address}index.html`]),
    ...Object.keys(index.files).map((address): [string, string] => [address, address]),
  ])
}

function fileOf(address: string): string {
  return `site${address}index.html`
}

async function* pageWithNotes(
  body: string,
  address: string,
  entry: PageEntry,
  book: Book,
  copied: Copied,
): AsyncIterable<string> {
  const [before = '', after = ''] = body.replace(`<p>${WEIGHT_SLOT}</p>`, '').split(NOTES_SLOT)
  const ofPage = (html: string) => offline(fillSlots(html, {}), address, copied)
  yield ofPage(before)
  const lang = entry.lang ?? book.site.lang
  if (entry.notes) {
    const chapter = book.days.flatMap(({ chapters }) => chapters).find(({ page }) => page === entry.id)
    if (!chapter) yield `<p>${stringsFor(book.site.lang).noNote}</p>`
    else
      for await (const note of book.notesOf(chapter)) yield inItself(String(NoteView({ note, site: book.site, lang })))
  }
  yield ofPage(after)
}

async function* offlineProceedings(book: Book, copied: Copied): AsyncIterable<string> {
  for await (const html of proceedingsPage(book)) {
    const withoutDownloads = html.replace(/<div class="garder">[\s\S]*?<\/div>/, '')
    yield offline(inItself(withoutDownloads), '/actes/', copied)
  }
}

/** In the copy a note's permalink is its place on the page that it stands on, and nobody reads what is reported. */
function inItself(html: string): string {
  const withoutReports = html.replace(/ · <a href="\/notes\/\w+\/signaler\/"[^>]*>[^<]*<\/a>/g, '')
  return withoutReports.replace(
    /(<article class="note" id="note-(\w+)">[\s\S]*?)href="\/notes\/\2\/"/g,
    '$1href="#note-$2"',
  )
}
