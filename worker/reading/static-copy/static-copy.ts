import type { KVNamespace } from '@cloudflare/workers-types'
import { LATEST_SIZE, type PublishedNote } from '../../publishing/values'
import { addressOfPage, type PageIndex, type PublishedSession } from '../../site/page-index'
import { encodePath } from '../../site/paths'
import { stringsFor } from '../../site/strings'
import type { Book } from '../proceedings/book'
import { proceedingsPage } from '../proceedings/html'
import { encoded, textEntry, type ZipEntry } from '../proceedings/zip'
import { copiedAddresses, fileOf } from './copied'
import { copiedPages, noteInItself, withNotice } from './copied-page'
import { type Copy, offline, offlineLink } from './offline-links'
import { withPolicy } from './policy'
import { programDocuments, programPages } from './program-pages'
import { signpost } from './signpost'

/** Notes as they went by, while something else was made of them. */
export type Seen = { pageOfNote: Map<string, string>; newest: PublishedNote[] }

/** Keeps where a note stands, and the note itself as long as it may be one of the newest. */
export function see(seen: Seen, note: PublishedNote): void {
  seen.pageOfNote.set(note.id, note.page)
  seen.newest.push(note)
  if (seen.newest.length >= 2 * LATEST_SIZE) keepNewest(seen)
}

function keepNewest(seen: Seen): void {
  const time = ({ publishedAt }: PublishedNote) => Date.parse(publishedAt)
  seen.newest = seen.newest.toSorted((a, b) => time(b) - time(a)).slice(0, LATEST_SIZE)
}

/**
 * The whole site below `site/`, to be opened from disk: each page with all its notes, what the program writes of them
 * and of the sessions, and a signpost where a note has its permalink or a page stood before.
 * @param seen All notes of the book.
 */
export async function* staticCopy(
  pages: KVNamespace,
  index: PageIndex,
  sessions: PublishedSession[],
  book: Book,
  seen: Seen,
): AsyncIterable<ZipEntry> {
  keepNewest(seen)
  const { site } = index
  const copy: Copy = { site, copied: copiedAddresses(index, sessions, seen.pageOfNote) }
  yield* copiedPages(pages, index, book, copy)
  for (const [address, key] of Object.entries(index.files)) {
    const bytes = await pages.get(key, 'arrayBuffer')
    if (bytes) yield { name: `site${address}`, content: [new Uint8Array(bytes)] }
  }
  for (const { address, text } of programPages(index, sessions, book, seen.newest)) {
    const page = withNotice(offline(text, address, copy), address, site, site.lang)
    yield textEntry(`site${fileOf(address)}`, await withPolicy(page))
  }
  for await (const { address, text } of programDocuments(index, sessions, seen.newest)) {
    yield textEntry(`site${address}`, text)
  }
  yield { name: `site${fileOf('/actes/')}`, content: encoded(copiedProceedings(book, copy)) }
  yield* signposts(index, seen, copy)
}

async function* copiedProceedings(book: Book, copy: Copy): AsyncIterable<string> {
  for await (const html of proceedingsPage(book)) {
    const withoutDownloads = html.replace(/<div class="garder">[\s\S]*?<\/div>/, '')
    const here = offline(noteInItself(withoutDownloads), '/actes/', copy)
    yield withPolicy(withNotice(here, '/actes/', book.site, book.site.lang))
  }
}

function* signposts(index: PageIndex, { pageOfNote }: Seen, copy: Copy): Iterable<ZipEntry> {
  const { site, pages } = index
  const post = (address: string, title: string) => {
    const to = offlineLink(encodePath(address), address, copy)
    return to === null ? [] : [textEntry(`site${fileOf(address)}`, signpost(site.lang, to, title))]
  }
  for (const [id, page] of pageOfNote) {
    const title = pages[addressOfPage(index, page) ?? '']?.title ?? stringsFor(site.lang).actes.title
    yield* post(`/notes/${id}/`, title)
  }
  for (const old of Object.keys(site.redirects)) {
    const address = old.endsWith('.html') || old.endsWith('/') ? old : `${old}/`
    if (/^(?:\/[^/?#]+)+\/?$/.test(old) && !copy.copied.has(address)) yield* post(address, site.title)
  }
}
