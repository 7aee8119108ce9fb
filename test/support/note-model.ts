/**
 * A note as a person would explain it, to hold the program against. Knows nothing of revisions, versions or tables:
 * only which text waits, which one shows, and what an undoing brings back.
 */

export type ModelText = { token: string; author: string | null }

type Situation = { status: string; waiting: ModelText | null; shown: ModelText | null }

export type ModelNote = Situation & {
  /** Every text that it ever had. */
  texts: ModelText[]
  /** What stood before the last decision, as long as nobody acted since. */
  undo: Situation | null
}

export const modelActions = [
  ...['approve', 'edit', 'reject', 'return', 'spam', 'unpublish', 'restore', 'erase'],
  ...['revise', 'anonymise', 'withdraw'],
] as const
export type ModelAction = (typeof modelActions)[number]

export function sentNote(text: ModelText): ModelNote {
  return { status: 'pending', waiting: text, shown: null, texts: [text], undo: null }
}

/** @returns The note after it; null when it may not be done. */
export function afterAction(note: ModelNote, action: ModelAction, text: ModelText): ModelNote | null {
  if (note.status === 'withdrawn') return action === 'withdraw' ? note : null
  const { status, waiting, shown, undo } = note
  const decided = (change: Partial<Situation>): ModelNote => ({ ...note, undo: { status, waiting, shown }, ...change })
  const isPublic = status === 'published'
  switch (action) {
    case 'approve':
      return waiting && decided({ status: 'published', waiting: null, shown: waiting })
    case 'edit':
      return isPublic || status === 'pending'
        ? { ...decided({ status: 'published', waiting: null, shown: text }), texts: [...note.texts, text] }
        : null
    case 'reject':
    case 'return':
    case 'spam': {
      const names = { reject: 'rejected', return: 'returned', spam: 'spam' }
      return waiting && decided({ waiting: null, status: isPublic ? 'published' : names[action] })
    }
    case 'unpublish':
      return isPublic ? decided({ status: 'rejected', waiting: null }) : null
    case 'restore':
      return undo && { ...note, ...undo, undo: null }
    case 'revise':
      return status === 'spam'
        ? null
        : {
            ...note,
            status: isPublic ? 'published' : 'pending',
            waiting: text,
            texts: [...note.texts, text],
            undo: null,
          }
    case 'anonymise':
      return withoutName(note)
    case 'withdraw':
    case 'erase':
      return { status: 'withdrawn', waiting: null, shown: null, texts: note.texts, undo: null }
  }
}

function withoutName(note: ModelNote): ModelNote {
  const bare = (text: ModelText | null) => text && { ...text, author: null }
  return {
    ...note,
    waiting: bare(note.waiting),
    shown: bare(note.shown),
    texts: note.texts.map((text) => ({ ...text, author: null })),
    undo: null,
  }
}

/** What visitors may read of it. */
export function visibleText(note: ModelNote): ModelText | null {
  return note.status === 'published' ? note.shown : null
}
