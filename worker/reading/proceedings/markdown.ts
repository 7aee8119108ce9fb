import { longDay } from '../../site/dates'
import { inertLine, nestedNote } from '../../site/note-source'
import { encodePath } from '../../site/paths'
import { stringsFor } from '../../site/strings'
import { type Book, factsOf } from './book'
import { noteFacts } from './note-facts'

/** `/actes.md`: days are `##`, sessions `###`, notes `####`, each under the name of who wrote it. */
export async function* proceedingsMarkdown(book: Book): AsyncIterable<string> {
  const { site } = book
  const { actes: t } = stringsFor(site.lang)
  yield `# ${t.title} – ${site.event.name}\n\n`
  yield `${book.notes === 0 ? t.empty : t.intro(site.event.name, site.event.place, book.notes)}\n\n`
  yield `${t.licence(`[${site.licence.name}](${site.licence.url})`)}\n`
  for (const { day, chapters } of book.days) {
    yield `\n## ${day ? longDay(day, site.lang) : t.others}\n`
    for (const chapter of chapters) {
      const title = inertLine(chapter.title)
      yield `\n### ${chapter.address ? `[${title}](${site.url}${encodePath(chapter.address)})` : title}\n`
      const facts = factsOf(chapter, site)
      if (facts.length > 0) yield `\n${facts.map(inertLine).join(' · ')}\n`
      for await (const note of book.notesOf(chapter)) {
        const { author, moment, licence, edited } = noteFacts(note, site)
        const place = `[${moment}](${site.url}/notes/${note.id}/)`
        const signature = edited === null ? [place, licence] : [place, licence, edited]
        yield `\n${nestedNote({ author, body: note.body, facts: signature }, 4)}`
      }
    }
  }
}
