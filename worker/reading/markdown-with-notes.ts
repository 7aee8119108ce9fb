import type { PublishedNote } from '../publishing/values'
import { momentText } from '../site/dates'
import { nestedNote } from '../site/note-source'
import type { SiteSettings } from '../site/settings'
import { type Strings, stringsFor } from '../site/strings'

/**
 * A page's own Markdown and, below it, its notes, written as they are read.
 * @param lang Of the page.
 */
export async function* markdownWithNotes(
  text: string,
  notes: Iterable<PublishedNote> | AsyncIterable<PublishedNote>,
  site: SiteSettings,
  lang: string,
): AsyncIterable<string> {
  const t = stringsFor(lang)
  yield text
  let begun = false
  for await (const note of notes) {
    yield begun ? '\n' : `\n## ${t.notes}\n\n`
    begun = true
    yield noteAsMarkdown(note, site, lang, t)
  }
  if (begun) yield `\n${t.licence(site.licence.name)} <${site.licence.url}>\n`
}

function noteAsMarkdown(note: PublishedNote, site: SiteSettings, lang: string, t: Strings): string {
  const time = `[${momentText(note.publishedAt, site.timezone, lang)}](${site.url}/notes/${note.id}/)`
  const facts = note.edited ? [time, t.edited] : [time]
  return nestedNote({ author: note.author ?? t.anonymous, body: note.body, facts }, 3)
}
