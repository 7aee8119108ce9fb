import { NoteArticle } from '../notes/note-article'
import { momentText } from '../site/dates'
import type { SiteSettings } from '../site/settings'
import { stringsFor } from '../site/strings'
import type { PublishedNote } from './values'

/** A published note with its permalink and its hour. */
export function NoteView({ note, site }: { note: PublishedNote; site: SiteSettings }) {
  const t = stringsFor(site.lang)
  return (
    <NoteArticle author={note.author} html={note.html} t={t} anchor={`note-${note.id}`}>
      <p class="faits">
        <a href={`/notes/${note.id}/`}>
          <time datetime={note.publishedAt}>{momentText(note.publishedAt, site.timezone, site.lang)}</time>
        </a>
        {note.edited && ` · ${t.edited}`}
        {note.licence && ` · ${t.actes.unconfirmed}`}
      </p>
    </NoteArticle>
  )
}
