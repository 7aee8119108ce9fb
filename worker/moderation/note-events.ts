import type { Report } from '../notes/reports'
import type { Strings } from '../site/strings'
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
  const written = revisions.map(({ number, moderator, createdAt }) => ({
    at: createdAt,
    what: moderator ? m.retouchedBy(moderator) : number === 1 ? m.sent : m.corrected,
    why: null,
  }))
  const decided = decisions.map(({ action, moderator, at, reason }) => ({
    at,
    what: m.decidedBy(doneText(action, t), moderator),
    why: reason,
  }))
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
