import type { KVNamespace } from '@cloudflare/workers-types'
import { NoteView } from '../../publishing/note-view'
import { LATEST_SIZE, type PublishedNote } from '../../publishing/values'
import type { PageEntry, PageIndex } from '../../site/page-index'
import { encodePath, markdownAddress } from '../../site/paths'
import type { SiteSettings } from '../../site/settings'
import { fillSlots, NOTES_SLOT, WEIGHT_SLOT } from '../../site/slots'
import { stringsFor } from '../../site/strings'
import { feedOfPage, feedText } from '../feed-text'
import { markdownWithNotes } from '../markdown-with-notes'
import type { Book } from '../proceedings/book'
import { encoded, textEntry, type ZipEntry } from '../proceedings/zip'
import { fileOf } from './copied'
import { type Copy, offline } from './offline-links'
import { withPolicy } from './policy'

/** Pages whose bodies are asked for together, as HTML and as Markdown: KV takes a hundred keys at once. */
const PAGES_AT_ONCE = 25

/**
 * The pages of `content/` with all their notes, the same as Markdown, and the feeds of their newest notes. Those with notes
 * first, in the order of the book, in which its notes are read.
 */
export async function* copiedPages(kv: KVNamespace, index: PageIndex, book: Book, copy: Copy): AsyncIterable<ZipEntry> {
  const chapters = new Map(book.days.flatMap((day) => day.chapters.map((chapter) => [chapter.page, chapter])))
  const withNotes = [...chapters.values()].flatMap(({ address }) => address ?? [])
  const addresses = [...new Set([...withNotes, ...Object.keys(index.pages)])]
  for (let from = 0; from < addresses.length; from += PAGES_AT_ONCE) {
    const together = addresses.slice(from, from + PAGES_AT_ONCE).flatMap((address) => {
      const entry = index.pages[address]
      return entry ? [{ address, entry }] : []
    })
    const bodies = await kv.get(
      together.flatMap(({ entry: { body, markdown } }) => (markdown === undefined ? [body] : [body, markdown])),
    )
    for (const page of together) {
      const chapter = chapters.get(page.entry.id)
      const notes = () => (page.entry.notes && chapter ? book.notesOf(chapter) : [])
      yield* copiedPage(bodies, index, page, notes, copy)
    }
  }
}

async function* copiedPage(
  bodies: Bodies,
  index: PageIndex,
  { address, entry }: { address: string; entry: PageEntry },
  notes: () => Notes,
  copy: Copy,
): AsyncIterable<ZipEntry> {
  const lang = entry.lang ?? index.site.lang
  const takesNotes = entry.notes !== undefined
  const newest: PublishedNote[] = []
  const body = bodyOf(bodies, entry.body, address)
  const html = pageWithNotes(body, takesNotes ? lastOnes(notes(), newest) : null, { address, lang }, copy)
  yield { name: `site${fileOf(address)}`, content: encoded(html) }
  if (entry.markdown !== undefined) {
    const text = bodyOf(bodies, entry.markdown, address)
    const content = encoded(markdownWithNotes(text, notes(), index.site, lang))
    yield { name: `site${markdownAddress(address)}`, content }
  }
  if (takesNotes && address !== '/') {
    const feed = feedOfPage(address, entry)
    yield textEntry(`site${feed.address}`, feedText(index, feed, newest.toReversed()))
  }
}

/** KV key → value. */
type Bodies = Map<string, string | null>

function bodyOf(bodies: Bodies, key: string, address: string): string {
  const body = bodies.get(key) ?? null
  if (body === null) throw new Error(`The page ${address} is named by the index and not in KV.`)
  return body
}

type Notes = Iterable<PublishedNote> | AsyncIterable<PublishedNote>

/** Passes the notes on, and leaves the last of them in `last`: those that the page's feed tells. */
async function* lastOnes(notes: Notes, last: PublishedNote[]): AsyncIterable<PublishedNote> {
  for await (const note of notes) {
    yield note
    last.push(note)
    if (last.length > LATEST_SIZE) last.shift()
  }
}

/** @param notes Null: the page takes none. */
async function* pageWithNotes(
  body: string,
  notes: Notes | null,
  { address, lang }: { address: string; lang: string },
  copy: Copy,
): AsyncIterable<string> {
  const { site } = copy
  const [before = '', after = ''] = body.replace(`<p>${WEIGHT_SLOT}</p>`, '').split(NOTES_SLOT)
  yield withPolicy(withNotice(offline(fillSlots(before, {}), address, copy), address, site, lang))
  if (notes) {
    let none = true
    for await (const note of notes) {
      none = false
      yield offline(noteInItself(String(NoteView({ note, site, lang }))), address, copy)
    }
    if (none) yield `<p>${stringsFor(lang).noNote}</p>`
  }
  yield withNotice(offline(fillSlots(after, {}), address, copy), address, site, lang)
}

/** In the copy a note's permalink is its place on the page that it stands on, and nobody reads what is reported. */
export function noteInItself(html: string): string {
  const withoutReports = html.replace(/ · <a href="\/notes\/\w+\/signaler\/"[^>]*>[^<]*<\/a>/g, '')
  return withoutReports.replace(
    /(<article class="note" id="note-(\w+)">[\s\S]*?)href="\/notes\/\2\/"/g,
    '$1href="#note-$2"',
  )
}

/** The end of a page with a line that says what it is a copy of. A piece of a page without its end stays as it is. */
export function withNotice(html: string, address: string, site: SiteSettings, lang: string): string {
  const { actes: t } = stringsFor(lang)
  const end = '</footer></body>'
  const link = `<a href="${site.url + encodePath(address)}">${site.url.replace(/^https?:\/\//, '')}</a>`
  return html.replace(end, () => `<p>${t.copyOf(link)}</p>${end}`)
}
