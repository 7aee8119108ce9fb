import type { PublishedNote } from '../../publishing/values'
import { momentText } from '../../site/dates'
import type { SiteSettings } from '../../site/settings'
import { stringsFor } from '../../site/strings'

/** Who wrote a note, when, and on which terms: what stands under it wherever it is kept. */
export function noteFacts(note: PublishedNote, { lang, timezone, licence }: SiteSettings) {
  const t = stringsFor(lang)
  return {
    author: note.author ?? t.anonymous,
    moment: momentText(note.publishedAt, timezone, lang),
    licence: note.licence ? t.actes.unconfirmed : licence.id,
    edited: note.edited ? t.edited : null,
  }
}
