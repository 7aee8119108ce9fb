import { describe, expect, test } from 'vitest'
import { type Action, type NoteState, nextState, possibleDecisions, type Status } from '../../worker/notes/note'

/** A note in each state that it can be in, as its revisions stand then. */
const states = {
  pending: note('pending', { waitingRevision: 1, publishedRevision: null }),
  returned: note('returned', { waitingRevision: null, publishedRevision: null }),
  published: note('published', { waitingRevision: null, publishedRevision: 1 }),
  'published, a revision waits': note('published', { waitingRevision: 2, publishedRevision: 1, latestRevision: 2 }),
  rejected: note('rejected', { waitingRevision: null, publishedRevision: null }),
  spam: note('spam', { waitingRevision: null, publishedRevision: null }),
  withdrawn: note('withdrawn', { waitingRevision: null, publishedRevision: null }),
}

function note(status: Status, more: Partial<NoteState>): NoteState {
  return {
    status,
    latestRevision: 1,
    waitingRevision: null,
    publishedRevision: null,
    undoable: null,
    onReports: null,
    ...more,
  }
}

type StateName = keyof typeof states

/** The whole table, cell by cell: what each action leads to. What is not named here may not follow. */
const table: Record<StateName, Partial<Record<Action, string>>> = {
  pending: {
    revise: 'pending, 2 waits',
    approve: 'published 1',
    edit: 'published 2',
    reject: 'rejected',
    return: 'returned',
    spam: 'spam',
    anonymise: 'pending, 1 waits',
    withdraw: 'withdrawn',
    erase: 'withdrawn',
  },
  returned: { revise: 'pending, 2 waits', anonymise: 'returned', withdraw: 'withdrawn', erase: 'withdrawn' },
  published: {
    revise: 'published 1, 2 waits',
    edit: 'published 2',
    unpublish: 'rejected',
    anonymise: 'published 1',
    withdraw: 'withdrawn',
    erase: 'withdrawn',
  },
  'published, a revision waits': {
    revise: 'published 1, 3 waits',
    approve: 'published 2',
    edit: 'published 3',
    reject: 'published 1',
    return: 'published 1',
    spam: 'published 1',
    unpublish: 'rejected',
    anonymise: 'published 1, 2 waits',
    withdraw: 'withdrawn',
    erase: 'withdrawn',
  },
  rejected: { revise: 'pending, 2 waits', anonymise: 'rejected', withdraw: 'withdrawn', erase: 'withdrawn' },
  spam: { anonymise: 'spam', withdraw: 'withdrawn', erase: 'withdrawn' },
  withdrawn: {},
}

const actions: Action[] = [
  ...(['revise', 'anonymise', 'withdraw', 'approve', 'edit', 'reject', 'return', 'spam', 'unpublish'] as const),
  ...(['restore', 'erase'] as const),
]

const cells = (Object.keys(states) as StateName[]).flatMap((from) =>
  actions.map((action): [StateName, Action, string] => [from, action, table[from][action] ?? 'refused']),
)

test.each(cells)('%s, %s: %s', (from, action, expected) => {
  expect(describeState(nextState(states[from], action))).toBe(expected)
})

function describeState(next: ReturnType<typeof nextState>): string {
  if (next === null) return 'refused'
  const shown = next.status === 'published' ? ` ${next.publishedRevision}` : ''
  return `${next.status}${shown}${next.waitingRevision === null ? '' : `, ${next.waitingRevision} waits`}`
}

describe('restore', () => {
  const before = { status: 'pending', waitingRevision: 1, publishedRevision: null } as const

  test('brings back what stood before the last decision', () => {
    const next = nextState({ ...states.rejected, undoable: before }, 'restore')
    expect(next).toEqual({ ...before, latestRevision: 1 })
  })

  test('brings nothing back from a note that was withdrawn', () => {
    expect(nextState({ ...states.withdrawn, undoable: before }, 'restore')).toBeNull()
  })

  test('is offered only when there is something to undo', () => {
    expect(possibleDecisions(states.rejected)).toEqual([])
    expect(possibleDecisions({ ...states.rejected, undoable: before })).toEqual(['restore'])
  })
})
