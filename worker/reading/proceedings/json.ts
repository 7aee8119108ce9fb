import type { PublishedNote } from '../../publishing/values'
import { nameIn } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'
import type { Book, Chapter } from './book'

/**
 * `/actes.json`, written as it is read:
 * `{format: 1, title, url, lang, event, licence, notes, days: [{day, sessions: [{page, address, title, start, end, room,
 * theme, speakers, guid, notes: [{id, author, body, html, publishedAt, revision, edited, licence}]}]}]}`.
 * `day` is null for pages that are no session, whose `start` to `guid` are null; `start` and `end` are local times at
 * the event; `licence` of a note is the site's id, or null when it is still to be confirmed; `notes` on top is their number.
 */
export async function* proceedingsJson(book: Book): AsyncIterable<string> {
  const { title, url, lang, event, licence } = book.site
  yield `${JSON.stringify({ format: 1, title, url, lang, event, licence, notes: book.notes }).slice(0, -1)},"days":[`
  for (const [n, { day, chapters }] of book.days.entries()) {
    yield `${n > 0 ? ',' : ''}\n{"day":${JSON.stringify(day)},"sessions":[`
    for (const [place, chapter] of chapters.entries()) {
      yield `${place > 0 ? ',' : ''}\n${JSON.stringify(sessionOf(chapter, book.site)).slice(0, -1)},"notes":[`
      let first = true
      for await (const note of book.notesOf(chapter)) {
        yield `${first ? '' : ','}\n${JSON.stringify(noteOf(note, licence.id))}`
        first = false
      }
      yield ']}'
    }
    yield ']}'
  }
  yield ']}\n'
}

function sessionOf({ page, address, title, session }: Chapter, { rooms, themes }: SiteSettings) {
  return {
    page,
    address: address ?? null,
    title,
    start: session?.start ?? null,
    end: session?.end ?? null,
    room: nameIn(rooms, session?.room) ?? null,
    theme: nameIn(themes, session?.theme) ?? null,
    speakers: session?.speakers ?? null,
    guid: session?.guid ?? null,
  }
}

function noteOf({ id, author, body, html, publishedAt, revision, edited, licence }: PublishedNote, site: string) {
  return { id, author, body, html, publishedAt, revision, edited, licence: licence ? null : site }
}
