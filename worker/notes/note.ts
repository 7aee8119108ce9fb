/**
 * What a note is, and what may happen to it. The state table as data, so that the form, the API, the queue
 * and the tests read the same one. Pure: no clock, no store.
 */

export const statuses = ['pending', 'returned', 'published', 'rejected', 'spam', 'withdrawn'] as const
export type Status = (typeof statuses)[number]

/** In place of a licence, on a note that was brought in from elsewhere: nobody agreed to one here. */
export const UNCONFIRMED_LICENCE = 'unconfirmed'

/** What an author does with the receipt. */
const authorActions = ['revise', 'anonymise', 'withdraw'] as const
export type AuthorAction = (typeof authorActions)[number]

/** What a moderator decides. */
export const decisionActions = ['approve', 'edit', 'reject', 'return', 'spam', 'unpublish', 'restore'] as const
export type DecisionAction = (typeof decisionActions)[number]

/** What an organiser does for a letter or a lost receipt. */
export const organiserActions = ['erase', 'anonymise'] as const
export type OrganiserAction = (typeof organiserActions)[number]

export type Action = AuthorAction | DecisionAction | OrganiserAction

/** What writes a new text. */
export type WritingAction = 'revise' | 'edit'

/** The part of a note that decides what may follow. */
export type NoteState = {
  status: Status
  /** The revision that waits for a decision. On a published note: one that would replace what is shown. */
  waitingRevision: number | null
  publishedRevision: number | null
  latestRevision: number
  /** What stood before the last decision, when nobody acted since; what `restore` brings back. */
  undoable: Pick<NoteState, 'status' | 'waitingRevision' | 'publishedRevision'> | null
  /** What the last decision did with reports and nothing else; `restore` opens those again that it closed. */
  onReports: 'dismiss' | 'reopen' | null
}

export type NextState = Pick<NoteState, 'status' | 'waitingRevision' | 'publishedRevision' | 'latestRevision'>

/**
 * @returns Null when the action may not follow: 409, nothing changes.
 */
export function nextState(note: NoteState, action: Action): NextState | null {
  const { status, waitingRevision, publishedRevision, latestRevision } = note
  if (status === 'withdrawn') return null
  const same: NextState = { status, waitingRevision, publishedRevision, latestRevision }
  const newRevision = latestRevision + 1
  switch (action) {
    case 'revise':
      if (status === 'spam') return null
      return {
        ...same,
        status: status === 'published' ? 'published' : 'pending',
        latestRevision: newRevision,
        waitingRevision: newRevision,
      }
    case 'approve':
      return waitingRevision === null
        ? null
        : { ...same, status: 'published', publishedRevision: waitingRevision, waitingRevision: null }
    case 'edit':
      return status === 'pending' || status === 'published'
        ? {
            status: 'published',
            latestRevision: newRevision,
            publishedRevision: newRevision,
            waitingRevision: null,
          }
        : null
    case 'reject':
    case 'return':
    case 'spam':
      if (waitingRevision === null) return null
      // About a published note's waiting revision alone: what is shown stays.
      return { ...same, status: status === 'published' ? 'published' : refusals[action], waitingRevision: null }
    case 'unpublish':
      return status === 'published' ? { ...same, status: 'rejected', waitingRevision: null } : null
    case 'restore':
      return note.onReports === 'dismiss' ? same : note.undoable && { ...same, ...note.undoable }
    case 'anonymise':
      return same
    case 'withdraw':
    case 'erase':
      return { ...same, status: 'withdrawn', waitingRevision: null }
  }
}

const refusals = { reject: 'rejected', return: 'returned', spam: 'spam' } as const satisfies Record<string, Status>

/** A question without words asks nothing; the author must read what is expected. */
export function needsReason(action: unknown): boolean {
  return action === 'return'
}

/** Everything that may follow, in the order of a moderator's buttons. */
export function possibleDecisions(note: NoteState): DecisionAction[] {
  return decisionActions.filter((action) => nextState(note, action) !== null)
}
