import type { PublishedNote } from '../publishing/values'
import { momentText } from '../site/dates'
import { nestedSource } from '../site/note-source'
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
  const time = momentText(note.publishedAt, site.timezone, lang)
  const facts = `[${time}](${site.url}/notes/${note.id}/)${note.edited ? ` · ${t.edited}` : ''}`
  return `### ${inertLine(note.author ?? t.anonymous)}\n\n${nestedSource(note.body, 3)}\n\n${facts}\n`
}

/** A name is one line of words, whatever signs of Markdown it holds. */
function inertLine(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}
