/** What `DEMO=1` fills a site with. */
export type SampleNotes = {
  /** The name of the moderator whose key is shown. */
  moderator: string
  /** Taken during the sessions and decided on the same day. */
  taken: DemoNote[]
  /** What came today. */
  fresh: DemoNote[]
  /** Brought in from elsewhere. */
  pad: Pick<DemoNote, 'page' | 'body'> & { author: string }
}

/** A sample note: what somebody could have written at an event, and what became of it. */
export type DemoNote = {
  /** Address of the page; where there is none of this address, one of those that take notes. */
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

/** On whichever page takes notes. */
export function anywhere(author: string | null, body: string, fate?: DemoFate, more?: Parameters<typeof at>[4]) {
  return at('', author, body, fate, more)
}
