/** A sample note: what somebody could have written at the forum, and what became of it. */
export type DemoNote = {
  /** Address of the page. */
  page: string
  /** A plain pseudonym, several, or null. */
  author: string | null
  /** Markdown. */
  body: string
  fate: DemoFate
  /** What its sending looked like, where that makes a flag. */
  sent?: 'trap' | 'fast' | 'no-stamp' | 'device'
  /** Why a reader reported it; published notes only. */
  reported?: string
  /** The other moderator has it open, for the five minutes that the queue says so. */
  readNow?: true
}

export type DemoFate =
  | { state: 'pending' }
  | { state: 'published' }
  | { state: 'edited'; body: string }
  | { state: 'returned'; reason: string }
  | { state: 'rejected'; reason: string }
  | { state: 'spam' }
  | { state: 'withdrawn' }
  /** Published, and its author took the name away. */
  | { state: 'anonymised' }
  /** Published, and taken off the site again. */
  | { state: 'unpublished'; reason: string }
  /** Published, and a correction waits. */
  | { state: 'revised'; body: string }

export const lowTech = '/sessions/contextes-et-approches-low-tech/'

/** Published as it came, unless told otherwise. */
export function at(
  page: string,
  author: string | null,
  body: string,
  fate: DemoFate = { state: 'published' },
  more: Pick<DemoNote, 'sent' | 'reported' | 'readNow'> = {},
): DemoNote {
  return { page, author, body, fate, ...more }
}
