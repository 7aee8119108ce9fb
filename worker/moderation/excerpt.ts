import type { Strings } from '../site/strings'

type Said = { note: { body: string | null }; report: { reason: string | null } | null }

/** What a list shows of a note, or of a report. */
export function excerptOfItem({ note, report }: Said, t: Strings): string {
  if (report?.reason === null) return t.moderation.reportErased
  return excerptOf((report ? report.reason : note.body) ?? '')
}

/** Characters of a note that a list or the feed shows. */
const EXCERPT = 280

/** The beginning of a text, whole characters, with a sign that it goes on. */
export function excerptOf(text: string): string {
  const characters = [...text.slice(0, 2 * EXCERPT + 2)]
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT).join('')}…` : text
}
