import { raw } from 'hono/html'
import { momentText } from '../site/dates'
import type { SiteSettings } from '../site/settings'
import { stringsFor } from '../site/strings'
import type { PublishedNote } from './values'

/**
 * One note as it stands on its page. Few elements: a page shows twenty. Name and text are set apart (`bdi`, `dir`),
 * so that what they hold of another writing direction does not turn the rest of the line around.
 */
export function NoteView({ note, site }: { note: Omit<PublishedNote, 'number'>; site: SiteSettings }) {
  const t = stringsFor(site.lang)
  return (
    <article class="note" id={`note-${note.id}`}>
      <h3>
        <bdi>{note.author ?? t.anonymous}</bdi>
      </h3>
      <div dir="auto">{raw(note.html)}</div>
      <p class="faits">
        <a href={`/notes/${note.id}/`}>
          <time datetime={note.publishedAt}>{momentText(note.publishedAt, site.timezone, site.lang)}</time>
        </a>
        {note.edited && ` · ${t.edited}`}
      </p>
    </article>
  )
}
