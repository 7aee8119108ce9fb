import { NoteArticle } from '../notes/note-article'
import { momentText } from '../site/dates'
import type { SiteSettings } from '../site/settings'
import { stringsFor } from '../site/strings'
import type { PublishedNote } from './values'

/** A published note with its permalink and its hour, in the words of the page's language. */
export function NoteView({ note, site, lang }: { note: PublishedNote; site: SiteSettings; lang: string }) {
  const t = stringsFor(lang)
  return (
    <NoteArticle author={note.author} html={note.html} t={t} anchor={`note-${note.id}`}>
      <p class="faits">
        <a href={`/notes/${note.id}/`}>
          <time datetime={note.publishedAt}>{momentText(note.publishedAt, site.timezone, lang)}</time>
        </a>
        {note.edited && ` · ${t.edited}`}
        {note.licence && ` · ${t.actes.unconfirmed}`}
        {' · '}
        <a href={`/notes/${note.id}/signaler/`} rel="nofollow">
          {t.report.link}
        </a>
      </p>
    </NoteArticle>
  )
}
