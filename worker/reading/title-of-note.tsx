import type { PublishedNote } from '../publishing/values'
import { titleAmong } from '../site/in-language'
import { isolated } from '../site/isolated'
import { addressOfPage, languageOf, type PageIndex } from '../site/page-index'
import type { Strings } from '../site/strings'

/** How a note is named: notes have no title of their own, but a number on their page. */
export function titleOfNote(index: PageIndex, note: PublishedNote, t: Strings): string {
  const title = titleOfItsPage(index, note)
  return entryOf(note, t) + (title ? `, ${title}` : '')
}

/** The same in a list of the site, its page's title in its own language. */
export function TitleOfNote({ index, note, t }: { index: PageIndex; note: PublishedNote; t: Strings }) {
  const parts = entryOf(note, t).split(/\u2068(.*?)\u2069/)
  const title = titleOfItsPage(index, note)
  return (
    <>
      {parts.map((part, n) => (n % 2 === 1 ? <bdi>{part}</bdi> : part))}
      {title && <>, {titleAmong(index.site.lang, languageOf(index, note.page), title)}</>}
    </>
  )
}

function entryOf({ number, author }: PublishedNote, t: Strings): string {
  return t.latest.entry(number, author === null ? null : isolated(author))
}

/** Undefined: the page is gone. */
function titleOfItsPage(index: PageIndex, { page }: PublishedNote): string | undefined {
  return index.pages[addressOfPage(index, page) ?? '']?.title
}
