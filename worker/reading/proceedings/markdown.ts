import { longDay } from '../../site/dates'
import { encodePath } from '../../site/paths'
import { stringsFor } from '../../site/strings'
import { type Book, factsOf } from './book'
import { noteFacts } from './note-facts'

/** `/actes.md`: days are `##`, sessions `###`; each note as it was written, then who wrote it, between rules. */
export async function* proceedingsMarkdown(book: Book): AsyncIterable<string> {
  const { site } = book
  const { actes: t } = stringsFor(site.lang)
  yield `# ${t.title} – ${site.event.name}\n\n`
  yield `${book.notes === 0 ? t.empty : t.intro(site.event.name, site.event.place, book.notes)}\n\n`
  yield `${t.licence(`[${site.licence.name}](${site.licence.url})`)}\n`
  for (const { day, chapters } of book.days) {
    yield `\n## ${day ? longDay(day, site.lang) : t.others}\n`
    for (const chapter of chapters) {
      const title = oneLine(chapter.title)
      yield `\n### ${chapter.address ? `[${title}](${site.url}${encodePath(chapter.address)})` : title}\n`
      const facts = factsOf(chapter, site)
      if (facts.length > 0) yield `\n${facts.map(oneLine).join(' · ')}\n`
      for await (const note of book.notesOf(chapter)) {
        const { author, moment, licence, edited } = noteFacts(note, site)
        const signature = [`**${oneLine(author)}**`, `[${moment}](${site.url}/notes/${note.id}/)`, licence, edited]
        yield `\n---\n\n${note.body}\n\n— ${signature.filter(Boolean).join(' · ')}\n`
      }
    }
  }
}

/** Words of the site's or a stranger's that stand in a line of ours: no markup of theirs. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
}
