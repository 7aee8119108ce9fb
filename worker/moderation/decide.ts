import type { RequestStores, Stores } from '../env'
import { logFault } from '../log'
import { type Act, changeNote } from '../notes/changes'
import { type DecisionAction, decisionActions, nextState, type OrganiserAction } from '../notes/note'
import { findReport, findReports, isReportId, type Report, settleReport, settleReportsOf } from '../notes/reports'
import { findNote, findNotes, type Note, type Said } from '../notes/store'
import { publishNow } from '../publishing/outbox'

export type Decided = Chosen & {
  /** Of a note or of a report. */
  id: string
  /** The version that the moderator saw. */
  version: number
  reason: string | null
  /** For `restore` on a note: the id of the decision to be undone. Without it, whichever came last. */
  undoes?: string | undefined
}

/** `dismiss` closes reports and leaves the note as it is; `body` is the whole text as it shall show. */
export type Chosen =
  | { action: 'edit'; body: string }
  | { action: Exclude<DecisionAction, 'edit'> | OrganiserAction | 'dismiss' }

/** `report`: the one that the decision named by its own id. */
export type Subject = { note: Note; report: Report | null }

type DecisionOutcome =
  | ({ outcome: 'done' } & Subject)
  /** Somebody was quicker: nothing changed, this is how it is now. */
  | ({ outcome: 'stale' } & Subject)
  /** The state table does not allow it: nothing changed. */
  | ({ outcome: 'refused' } & Subject)
  | { outcome: 'unknown' }

/** `failed`: of several, the first that could not be recorded, and all after it, which were not tried. */
export type LotOutcome = DecisionOutcome | ({ outcome: 'failed' } & Subject)

/** One decision: recorded with its reason, and shown to visitors before this returns where KV allows it. */
export async function decide(
  stores: RequestStores,
  moderator: string,
  decided: Decided,
  now: Date,
): Promise<DecisionOutcome> {
  const before = await findSubject(stores, decided.id)
  if (!before) return { outcome: 'unknown' }
  const { result, shown } = await beginDecision(stores, moderator, decided, now, before)
  await shown
  return result
}

/**
 * The same for who has something else to ask meanwhile.
 * @param before What it names, as it has just been read.
 * @returns When it is recorded; `shown` when visitors see it, or after three seconds. It never rejects.
 */
export async function beginDecision(
  stores: RequestStores,
  moderator: string,
  decided: Decided,
  now: Date,
  before: Subject,
): Promise<{ result: DecisionOutcome; shown: Promise<void> }> {
  const { results, shown } = await beginDecisions(stores, moderator, [decided], now, new Map([[decided.id, before]]))
  const [result] = results
  if (!result || result.outcome === 'failed') throw new Error('What fails first is thrown.')
  return { result, shown }
}

/**
 * Several decisions, each with its own outcome, in the order given. They are read together and their pages are written
 * together; each is a transaction of its own. Throws when nothing at all could be recorded. What was reported of a note is
 * chosen by itself, report by report: `dismiss` leaves a note of a lot, and all that was reported of it, as they are.
 */
export async function decideAll(
  stores: RequestStores,
  moderator: string,
  decisions: Decided[],
  now: Date,
): Promise<LotOutcome[]> {
  const before = await findSubjects(
    stores,
    decisions.map(({ id }) => id),
  )
  const isLeft: Leaves = ({ action }, { report }) => action === 'dismiss' && report === null
  const { results, shown } = await beginDecisions(stores, moderator, decisions, now, before, isLeft)
  await shown
  return results
}

/** Whether a decision is refused, whatever else would allow it. */
type Leaves = (decided: Decided, subject: Subject) => boolean

async function beginDecisions(
  stores: RequestStores,
  moderator: string,
  decisions: Decided[],
  now: Date,
  before: Map<string, Subject>,
  leaves: Leaves = () => false,
): Promise<{ results: LotOutcome[]; shown: Promise<void> }> {
  const recorded: Recorded[] = []
  try {
    for (const decided of decisions) {
      const subject = before.get(decided.id)
      const isLeft = subject !== undefined && leaves(decided, subject)
      recorded.push(
        isLeft ? { outcome: 'refused', wanted: [] } : await record(stores, subject, moderator, decided, now),
      )
    }
  } catch (error) {
    // What was recorded before it stands and is published; the others would wait for a store that does not answer.
    if (recorded.length === 0) throw error
    logFault('a lot of decisions stopped half way', error, { recorded: String(recorded.length) })
  }
  const shown = publishNow(stores, [...new Set(recorded.flatMap(({ wanted }) => wanted))])
  const ids = decisions.map(({ id }) => id)
  const after = await findSubjects(stores, ids)
  const results = ids.map((id, n): LotOutcome => {
    const outcome = recorded[n]?.outcome ?? 'failed'
    if (outcome === 'unknown') return { outcome }
    const subject = after.get(id)
    if (!subject && outcome === 'failed') return { outcome: 'unknown' }
    if (!subject) throw new Error('A note was there before a decision and not after it.')
    return { outcome, ...subject }
  })
  return { results, shown }
}

/** What stands in the way of a decision whose words are not ready to be recorded; null: nothing but they. */
export function hindrance({ note, report }: Subject, action: string, version: number): 'stale' | 'refused' | null {
  if (Number.isInteger(version) && version !== (report ?? note).version) return 'stale'
  const decision = decisionActions.find((each) => each === action)
  return decision !== undefined && nextState(note, decision) === null ? 'refused' : null
}

/** A double tap: the same moderator has done the same, in the same words, to the version that was seen, and nobody acted since. */
export function isDoneAlready({ note, report }: Subject, decided: Decided, moderator: string): boolean {
  const { action, version, reason } = decided
  const outcome = action === 'restore' ? 'reopen' : action
  if (report) {
    const isSame = report.outcome === outcome && report.version === version + 1
    return isSame && report.answer?.moderator === moderator && hasSaid(report.answer, reason)
  }
  if (note.onReports === outcome) {
    return note.version === version && note.settled?.moderator === moderator && hasSaid(note.settled, reason)
  }
  const last = note.lastDecision
  return (
    last?.version === version + 1 &&
    note.version === last.version &&
    last.moderator === moderator &&
    last.action === action &&
    (decided.action !== 'edit' || note.body === decided.body) &&
    hasSaid(last, reason)
  )
}

/** Words that are erased cannot be compared: whoever took them off taps twice as well. */
function hasSaid(said: Said | null, reason: string | null): boolean {
  return said !== null && (said.isErased || said.reason === reason)
}

/** What a decision names, as it is now. */
export async function findSubject({ DB }: Pick<Stores, 'DB'>, id: string): Promise<Subject | null> {
  const report = isReportId(id) ? await findReport(DB, id) : null
  const note = await findNote(DB, report?.noteId ?? id)
  return note && { note, report }
}

/** The same for several, in two questions however many there are. */
export async function findSubjects({ DB }: Pick<Stores, 'DB'>, ids: string[]): Promise<Map<string, Subject>> {
  const reports = new Map((await findReports(DB, ids.filter(isReportId))).map((report) => [report.id, report]))
  const notes = await findNotes(
    DB,
    ids.map((id) => reports.get(id)?.noteId ?? id),
  )
  return new Map(
    ids.flatMap((id): [string, Subject][] => {
      const report = reports.get(id) ?? null
      const note = notes.get(report?.noteId ?? id)
      return note ? [[id, { note, report }]] : []
    }),
  )
}

/** @property wanted The KV keys that publishing must now write. */
type Recorded = { outcome: DecisionOutcome['outcome']; wanted: string[] }

/** @param subject As it was read; the decision is on this version. */
async function record(
  stores: RequestStores,
  subject: Subject | undefined,
  moderator: string,
  decided: Decided,
  now: Date,
): Promise<Recorded> {
  if (!subject) return { outcome: 'unknown', wanted: [] }
  if ((subject.report ?? subject.note).version !== decided.version) return { outcome: 'stale', wanted: [] }
  return recordOn(stores, subject, moderator, decided, now)
}

async function recordOn(
  stores: RequestStores,
  { note, report }: Subject,
  moderator: string,
  decided: Decided,
  now: Date,
): Promise<Recorded> {
  const { action, reason, undoes } = decided
  const settling = { moderator, reason, now: now.toISOString() }
  if (report) {
    const isItsOwn = action === 'dismiss' || action === 'restore'
    // Once its note is off the site, there is nothing to ask again.
    const isPast = note.status === 'withdrawn' || (action === 'restore' && note.status !== 'published')
    if (!isItsOwn || isPast) return { outcome: 'refused', wanted: [] }
    return { outcome: await settleReport(stores.DB, report, { action, ...settling }), wanted: [] }
  }
  // A decision about its reports alone leaves the note's version as it is.
  if (action === 'restore' && undoes !== undefined && undoes !== note.newestDecision) {
    return { outcome: 'stale', wanted: [] }
  }
  if (decided.action === 'dismiss') {
    return { outcome: await settleReportsOf(stores.DB, note.id, { action: decided.action, ...settling }), wanted: [] }
  }
  if (action === 'restore' && note.onReports === 'dismiss' && note.status !== 'withdrawn') {
    const outcome = await settleReportsOf(stores.DB, note.id, { action, ...settling })
    // They stood closed when the note was read.
    return { outcome: outcome === 'done' ? 'done' : 'stale', wanted: [] }
  }
  const act: Act =
    decided.action === 'edit'
      ? { action: decided.action, writing: { body: decided.body, author: note.author } }
      : { action: decided.action }
  const result = await changeNote(stores.DB, note, { ...act, ...settling })
  return { outcome: result.outcome, wanted: result.outcome === 'done' ? result.wanted : [] }
}
