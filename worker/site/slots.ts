/**
 * Places in a finished page that the reader fills at the visit: the build writes the page without knowing the
 * notes, the notes are published without knowing the page. Comments, so that the file in `dist/` reads as it is.
 */
export const NOTES_SLOT = '<!--kesako:notes-->'
export const WEIGHT_SLOT = '<!--kesako:poids-->'

/** A page's HTML with its slots filled. Each slot stands once at most; what fills one is never searched for another. */
export function fillSlots(body: string, fillings: Record<string, string>): string {
  return body.replace(/<!--kesako:[a-z]+-->/g, (slot) => fillings[slot] ?? '')
}
