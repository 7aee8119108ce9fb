import type { PublishedNote } from '../publishing/values'
import { type AtomEntry, atomFeed } from '../site/atom'
import type { PageEntry, PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { stringsFor } from '../site/strings'
import { titleOfNote } from './title-of-note'

/** Where a feed stands, and the page whose notes it tells. */
export type Feed = { address: string; page: string; title: string }

export function feedOfSite({ site }: PageIndex): Feed {
  return { address: '/feed.xml', page: '/', title: site.title }
}

export function feedOfPage(address: string, { title }: PageEntry): Feed {
  return { address: `${address}feed.xml`, page: address, title }
}

/** Atom, RFC 4287. @param notes The newest first. */
export function feedText(index: PageIndex, { address, page, title }: Feed, notes: PublishedNote[]): string {
  const { site } = index
  return atomFeed({
    url: site.url + encodePath(address),
    title: stringsFor(site.lang).latest.feedOf(title),
    lang: site.lang,
    page: site.url + encodePath(page),
    rights: `${site.licence.name}, ${site.licence.url}`,
    begun: `${site.event.start}T00:00:00Z`,
    entries: notes.map((note) => entryOf(index, note)),
  })
}

function entryOf(index: PageIndex, note: PublishedNote): AtomEntry {
  const t = stringsFor(index.site.lang)
  return {
    url: `${index.site.url}/notes/${note.id}/`,
    title: titleOfNote(index, note, t),
    author: note.author ?? t.anonymous,
    published: note.publishedAt,
    updated: note.updatedAt ?? note.publishedAt,
    html: note.html,
  }
}
