import { changeNote } from '../notes/changes'
import type { DecisionAction, OrganiserAction } from '../notes/note'
import { findNote, type Note } from '../notes/store'
import { publishNow, type Stores } from '../publishing/outbox'

export type Decided = {
  id: string
  /** The version that the moderator saw. */
  version: number
  action: DecisionAction | OrganiserAction
  reason: string | null
  /** For `edit`: the whole text as it shall show. */
  body: string | null
}

export type DecisionOutcome =
  | { outcome: 'done'; note: Note }
  /** Somebody was quicker: nothing changed, this is the note now. */
  | { outcome: 'stale'; note: Note }
  /** The state table does not allow it: nothing changed. */
  | { outcome: 'refused'; note: Note }
  | { outcome: 'unknown' }

/** One decision: recorded with its reason, and shown to visitors before this returns where KV allows it. */
export async function decide(stores: Stores, moderator: string, decided: Decided, now: Date): Promise<DecisionOutcome> {
  const { outcome, wanted } = await record(stores, moderator, decided, now)
  await publishNow(stores, wanted)
  return outcome
}

/** Several decisions, each with its own outcome, in the order given. Their pages are written together. */
export async function decideAll(
  stores: Stores,
  moderator: string,
  decisions: Decided[],
  now: Date,
): Promise<DecisionOutcome[]> {
  const outcomes: DecisionOutcome[] = []
  const keys = new Set<string>()
  for (const decided of decisions) {
    const { outcome, wanted } = await record(stores, moderator, decided, now)
    outcomes.push(outcome)
    for (const key of wanted) keys.add(key)
  }
  await publishNow(stores, [...keys])
  return outcomes
}

async function record(
  stores: Stores,
  moderator: string,
  decided: Decided,
  now: Date,
): Promise<{ outcome: DecisionOutcome; wanted: string[] }> {
  const note = await findNote(stores.DB, decided.id)
  if (!note) return { outcome: { outcome: 'unknown' }, wanted: [] }
  if (note.version !== decided.version) return { outcome: { outcome: 'stale', note }, wanted: [] }
  const result = await changeNote(stores.DB, note, {
    action: decided.action,
    now: now.toISOString(),
    moderator,
    reason: decided.reason,
    ...(decided.body !== null && { writing: { body: decided.body, author: note.author } }),
  })
  const after = await findNote(stores.DB, decided.id)
  if (!after) throw new Error('A note was there before a decision and not after it.')
  return {
    outcome: { outcome: result.outcome, note: after },
    wanted: result.outcome === 'done' ? result.wanted : [],
  }
}
