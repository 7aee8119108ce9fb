import type { PublishedNote } from '../publishing/values'
import { addressOfPage, type PageIndex } from '../site/page-index'
import type { Strings } from '../site/strings'

/** How a note is named in a list: notes have no title of their own. */
export function titleOfNote(index: PageIndex, note: PublishedNote, t: Strings): string {
  const address = addressOfPage(index, note.page)
  return t.latest.entry(note.author, (address && index.pages[address]?.title) || index.site.title)
}
