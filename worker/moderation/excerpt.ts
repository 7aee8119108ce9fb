/** Characters of a note that a list or the feed shows. */
const EXCERPT = 280

/** The beginning of a text, whole characters, with a sign that it goes on. */
export function excerptOf(text: string): string {
  const characters = [...text.slice(0, 2 * EXCERPT + 2)]
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT).join('')}…` : text
}
