import type { Report } from '../notes/reports'
import type { Strings } from '../site/strings'
import type { Subject } from './decide'
import { type Decision, type Revision, SHOWN_OF_EACH } from './history'
import { doneText } from './item-words'

type Told = { revisions: Revision[]; decisions: Decision[]; reports: Report[]; report: Report | null }

/** One thing that happened to a note, in words. */
export type HistoryEvent = { at: string; what: string; why: string | null }

/**
 * The newest of what was written, decided and reported, and the report that was opened, in the order it happened. What waits
 * is shown with its words elsewhere.
 */
export function eventsOf({ revisions, decisions, reports, report }: Told, t: Strings): HistoryEvent[] {
  const { moderation: m } = t
  const written = revisions.map((revision) => writtenEvent(revision, t))
  const decided = decisions.map((decision) => decidedEvent(decision, t))
  const reported = reports.map(({ reference, createdAt, closedAt, reason }) => ({
    at: createdAt,
    what: m.reportedAs(reference),
    why: closedAt === null ? null : reason,
  }))
  const opened = reported[reports.findIndex(({ id }) => id === report?.id)]
  return [...written, ...reported, ...decided]
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
    .filter((event, n, all) => n >= all.length - SHOWN_OF_EACH || event === opened)
}

/**
 * What came last, for who has decided on what was before it: of a report, who answered it; of a note, what moved its version,
 * as words alone where that has no line in its history.
 * @param isAboutReports Whether an answer to its reports may be what came last.
 * @returns Null: its data does not tell.
 */
export function lastChange(
  { note, report, decisions, revisions }: Subject & Pick<Told, 'decisions' | 'revisions'>,
  isAboutReports: boolean,
  t: Strings,
): HistoryEvent | string | null {
  const { moderation: m } = t
  const { lastDecision } = note
  if (note.status === 'withdrawn' && lastDecision?.action !== 'erase') return m.withdrawnByAuthor
  if (report?.closedAt && report.closedBy && report.outcome) {
    return decidedEvent({ action: report.outcome, moderator: report.closedBy, at: report.closedAt, reason: null }, t)
  }
  const settling = decisions.at(-1)
  if (note.settled && settling && (report || isAboutReports)) return decidedEvent(settling, t)
  if (lastDecision?.version === note.version) return decidedEvent(lastDecision, t)
  if (note.body === null) return m.textErased
  if ((note.namesErasedUpTo ?? 0) >= note.latestRevision) return m.nameTakenOff
  const correction = revisions.at(-1)
  return correction && correction.number > 1 ? writtenEvent(correction, t) : null
}

function writtenEvent({ number, moderator, createdAt }: Revision, { moderation: m }: Strings): HistoryEvent {
  const what = moderator ? m.retouchedBy(moderator) : number === 1 ? m.sent : m.corrected
  return { at: createdAt, what, why: null }
}

function decidedEvent(
  { action, moderator, at, reason }: Pick<Decision, 'action' | 'moderator' | 'at' | 'reason'>,
  t: Strings,
): HistoryEvent {
  return { at, what: t.moderation.decidedBy(doneText(action, t), moderator), why: reason }
}
