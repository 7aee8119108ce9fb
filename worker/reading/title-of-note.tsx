import type { PublishedNote } from '../publishing/values'
import { titleAmong } from '../site/in-language'
import { addressOfPage, languageOf, type PageIndex } from '../site/page-index'
import type { Strings } from '../site/strings'

/** How a note is named: notes have no title of their own. */
export function titleOfNote(index: PageIndex, note: PublishedNote, t: Strings): string {
  return `${t.latest.entry(note.author)}, ${titleOfItsPage(index, note)}`
}

/** The same in a list of the site, its page's title in its own language. */
export function TitleOfNote({ index, note, t }: { index: PageIndex; note: PublishedNote; t: Strings }) {
  return (
    <>
      {t.latest.entry(note.author)},{' '}
      {titleAmong(index.site.lang, languageOf(index, note.page), titleOfItsPage(index, note))}
    </>
  )
}

function titleOfItsPage(index: PageIndex, { page }: PublishedNote): string {
  const address = addressOfPage(index, page)
  return (address && index.pages[address]?.title) || index.site.title
}
