import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { retrying } from './retry'
import type { Said } from './store'
import { randomToken, tokenHash } from './tokens'

/**
 * What readers tell the moderators about a published note. A report is an item of the queue beside its note; a
 * decision on the note closes it (changes.ts), `dismiss` closes it alone.
 */
export type Report = {
  id: string
  reference: string
  noteId: string
  /** Null: erased with its note. */
  reason: string | null
  version: number
  createdAt: string
  /** Null: it waits. */
  closedAt: string | null
  /** Null on a closed report: the note's author withdrew the note. */
  closedBy: string | null
  /** The action of the decision that last closed or reopened it. */
  outcome: string | null
  /** What that decision said, and who; null while there is none. */
  answer: (Said & { moderator: string }) | null
}

/** What a moderator does with a report alone: nothing is wrong; or that was a mistake. */
type ReportAction = 'dismiss' | 'restore'

const idPattern = /^s-[0-9a-f]{20}$/

/** Reports and notes share the addresses of decisions; their ids tell them apart. */
export function isReportId(id: string): boolean {
  return idPattern.test(id)
}

/** `SIGNAL-12`, easy to say aloud. */
export function reportReference(number: number): string {
  return `SIGNAL-${number}`
}

/** The number behind a report's reference as a person types it; 0: it is none. */
export function reportNumberOf(reference: string): number {
  return Number(/^SIGNAL-([1-9]\d{0,8})$/i.exec(reference.trim())?.[1] ?? 0)
}

/**
 * Stores a report once: the same key and reason again is the same report.
 * @returns Its id; null when the note is not published any more.
 */
export async function reportNote(
  db: D1Database,
  { noteId, reason, key }: { noteId: string; reason: string; key: string },
  now: Date,
): Promise<string | null> {
  const id = `s-${(await tokenHash(JSON.stringify([key, noteId, reason]))).slice(0, 20)}`
  return retrying(async () => {
    const [, stored] = await db.batch<{ id: string }>([
      db
        .prepare(
          `INSERT INTO reports (id, note_id, reason, created_at, number)
           SELECT ?1, id, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM reports)
           FROM notes WHERE id = ?2 AND status = 'published'
           ON CONFLICT DO NOTHING`,
        )
        .bind(id, noteId, reason, now.toISOString()),
      db.prepare('SELECT id FROM reports WHERE id = ?1').bind(id),
    ])
    return stored?.results[0]?.id ?? null
  })
}

export async function findReport(db: D1Database, id: string): Promise<Report | null> {
  const row = await db.prepare(`SELECT ${columns} FROM ${tables} WHERE p.id = ?1`).bind(id).first<Row>()
  return row && reportFromRow(row)
}

export async function findReports(db: D1Database, ids: string[]): Promise<Report[]> {
  if (ids.length === 0) return []
  const { results } = await db
    .prepare(`SELECT ${columns} FROM ${tables} WHERE p.id IN (SELECT value FROM json_each(?1))`)
    .bind(JSON.stringify(ids))
    .all<Row>()
  return results.map(reportFromRow)
}

/** @param number The one behind a reference. */
export async function findReportId(db: D1Database, number: number): Promise<string | null> {
  return db.prepare('SELECT id FROM reports WHERE number = ?1').bind(number).first<string>('id')
}

/** The newest open reports of a note and its newest closed ones, in the order they came. @param limit Of each. */
export async function reportsOf(db: D1Database, noteId: string, limit: number): Promise<Report[]> {
  const newest = (state: string) =>
    `SELECT id FROM (SELECT id FROM reports WHERE note_id = ?1 AND closed_at ${state}
       ORDER BY created_at DESC, number DESC LIMIT ?2)`
  const { results } = await db
    .prepare(
      `SELECT ${columns} FROM ${tables} WHERE p.id IN (${newest('IS NULL')} UNION ALL ${newest('IS NOT NULL')})
       ORDER BY p.created_at, p.number`,
    )
    .bind(noteId, limit)
    .all<Row>()
  return results.map(reportFromRow)
}

export type PublishedText = { page: string; body: string; author: string | null }

/** What readers see of a note: a correction that still waits is not theirs to see. Null: it is not published. */
export async function publishedText(db: D1Database, noteId: string): Promise<PublishedText | null> {
  return db
    .prepare(
      `SELECT n.page, r.body, r.author FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
       WHERE n.id = ?1 AND n.status = 'published' AND r.body IS NOT NULL`,
    )
    .bind(noteId)
    .first<PublishedText>()
}

type SettleResult = 'done' | 'stale' | 'refused'
type Settling = { action: ReportAction; moderator: string; reason: string | null; now: string }

/**
 * Closes or reopens one report, and records it as a decision. Nothing changes when somebody was quicker, when the note has
 * left the site meanwhile, or when the report does not stand so that it could.
 */
export async function settleReport(
  db: D1Database,
  report: Report,
  { action, moderator, reason, now }: Settling,
): Promise<SettleResult> {
  const closes = action === 'dismiss'
  if (closes ? report.closedAt !== null : report.outcome !== 'dismiss') return 'refused'
  const id = randomToken()
  const statements = [
    db
      .prepare(
        `UPDATE reports SET version = version + 1, decision = ?3, closed_at = ?4, closed_by = ?5
         WHERE id = ?1 AND version = ?2
           AND (SELECT status FROM notes WHERE id = note_id) ${closes ? `<> 'withdrawn'` : `= 'published'`}
         RETURNING id`,
      )
      .bind(report.id, report.version, id, closes ? now : null, closes ? moderator : null),
    db
      .prepare(
        `INSERT INTO decisions (id, note_id, action, moderator, reason, version, revision, from_status, to_status, at)
         SELECT ?2, n.id, ?3, ?4, ?5, n.version, n.latest_revision, n.status, n.status, ?6
         FROM reports p JOIN notes n ON n.id = p.note_id WHERE p.id = ?1 AND p.decision = ?2
         ON CONFLICT DO NOTHING`,
      )
      .bind(report.id, id, closes ? 'dismiss' : 'reopen', moderator, reason, now),
  ]
  return retrying(async () => {
    const [moved] = await db.batch(statements)
    if (moved?.results.length === 1) return 'done'
    const mine = await db.prepare('SELECT 1 FROM reports WHERE id = ?1 AND decision = ?2').bind(report.id, id).first()
    return mine ? 'done' : 'stale'
  })
}

/**
 * Closes all open reports of a note by one decision, however many they are; or opens again those that its last decision
 * dismissed, unless the note was withdrawn.
 */
export async function settleReportsOf(
  db: D1Database,
  noteId: string,
  { action, moderator, reason, now }: Settling,
): Promise<Exclude<SettleResult, 'stale'>> {
  const closes = action === 'dismiss'
  const id = randomToken()
  // While the last decision is still that dismissal: of two undoings at once the second opens nothing.
  const dismissedAt = `SELECT at FROM (SELECT at, action FROM decisions WHERE note_id = ?1 ORDER BY seq DESC LIMIT 1)
    WHERE action = 'dismiss'`
  const isNotWithdrawn = `(SELECT status FROM notes WHERE id = ?1) <> 'withdrawn'`
  const statements = [
    db
      .prepare(
        `UPDATE reports SET version = version + 1, decision = ?2, closed_at = ?3, closed_by = ?4
         WHERE note_id = ?1 AND ${closes ? 'closed_at IS NULL' : `closed_at = (${dismissedAt}) AND ${isNotWithdrawn}`}
           AND NOT EXISTS (SELECT 1 FROM decisions WHERE id = ?2)`,
      )
      .bind(noteId, id, closes ? now : null, closes ? moderator : null),
    db
      .prepare(
        `INSERT INTO decisions (id, note_id, action, moderator, reason, version, revision, from_status, to_status, at)
         SELECT ?2, id, ?3, ?4, ?5, version, latest_revision, status, status, ?6
         FROM notes WHERE id = ?1 AND EXISTS (SELECT 1 FROM reports WHERE note_id = ?1 AND decision = ?2)
         ON CONFLICT DO NOTHING`,
      )
      .bind(noteId, id, closes ? 'dismiss' : 'reopen', moderator, reason, now),
    // Also when an answer was lost on the way and all of this is asked again.
    db.prepare('SELECT 1 FROM decisions WHERE id = ?1').bind(id),
  ]
  return retrying(async () => ((await db.batch(statements)).at(-1)?.results.length === 1 ? 'done' : 'refused'))
}

/** Part of a change of the note: every open report of it is answered by that. @param moderator Null: the author. */
export function closeReports(
  db: D1Database,
  noteId: string,
  { now, moderator }: { now: string; moderator: string | null },
  changeId: string,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE reports SET version = version + 1, closed_at = ?3, closed_by = ?4, decision = ?2
       WHERE note_id = ?1 AND closed_at IS NULL AND EXISTS (SELECT 1 FROM notes WHERE id = ?1 AND change_id = ?2)`,
    )
    .bind(noteId, changeId, now, moderator)
}

/** Part of an undoing: what the decision on this version had closed waits again. */
export function reopenReports(
  db: D1Database,
  noteId: string,
  undoneVersion: number,
  changeId: string,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE reports SET version = version + 1, closed_at = NULL, closed_by = NULL, decision = ?2
       WHERE note_id = ?1 AND closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM notes WHERE id = ?1 AND change_id = ?2)
         AND decision = (SELECT id FROM decisions WHERE note_id = ?1 AND version = ?3
           AND action NOT IN ('dismiss', 'reopen') ORDER BY seq DESC LIMIT 1)`,
    )
    .bind(noteId, changeId, undoneVersion)
}

const columns = `p.id, p.number, p.note_id, p.reason, p.version, p.created_at, p.closed_at, p.closed_by,
  d.action, d.moderator, d.reason AS answer, d.erased_at AS answer_erased_at`
const tables = 'reports p LEFT JOIN decisions d ON d.id = p.decision'

type Row = {
  id: string
  number: number
  note_id: string
  reason: string | null
  version: number
  created_at: string
  closed_at: string | null
  closed_by: string | null
  action: string | null
  moderator: string | null
  answer: string | null
  answer_erased_at: string | null
}

function reportFromRow(row: Row): Report {
  return {
    id: row.id,
    reference: reportReference(row.number),
    noteId: row.note_id,
    reason: row.reason,
    version: row.version,
    createdAt: row.created_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    outcome: row.action,
    answer:
      row.moderator === null
        ? null
        : { reason: row.answer, isErased: row.answer_erased_at !== null, moderator: row.moderator },
  }
}
