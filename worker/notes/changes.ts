import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { derivedFrom } from './derived'
import { wantDocuments } from './documents'
import { type Action, type NextState, nextState, type WritingAction } from './note'
import { quotesName } from './quoted-names'
import { closeReports, reopenReports } from './reports'
import { retrying } from './retry'
import type { Note } from './store'
import type { Writing } from './submission'
import { randomToken } from './tokens'

/**
 * Every change of a note goes through here: one transaction that takes only if nobody changed the note since it was
 * read. D1 has no BEGIN, `batch()` is the transaction and does not stop at 0 rows; so the first statement moves the
 * version and leaves this change's id on the note, and each of the others asks for that id.
 */

export type Change = Act & {
  now: string
  /** The moderator who acts; null: the author. */
  moderator: string | null
  reason?: string | null
}

/** What is done with a note, and with what words. */
export type Act = { action: WritingAction; writing: Writing } | { action: Exclude<Action, WritingAction> }

/** `refused`: the state table does not allow it. `stale`: somebody was quicker. Nothing was changed. */
type ChangeResult = { outcome: 'done'; wanted: string[] } | { outcome: 'refused' } | { outcome: 'stale' }

/**
 * @param note As it was read; the change is on this version.
 * @returns With `done`, the KV keys that publishing must now write, most urgent first.
 */
export async function changeNote(db: D1Database, note: Note, change: Change): Promise<ChangeResult> {
  const next = nextState(note, change.action)
  if (next === null) return { outcome: 'refused' }
  const id = randomToken()
  const erases = next.status === 'withdrawn'
  const shows = visibleChange(note, next, change.action)
  const erasesWords = erases || change.action === 'anonymise'
  const takesAway = note.status === 'published' && (next.status !== 'published' || change.action === 'anonymise')
  const statements = [
    moveNote(db, note, next, change, id),
    ...('writing' in change ? [addRevision(db, note, next, change, change.writing, id)] : []),
    ...(change.moderator === null ? [] : [addDecision(db, note, next, change, change.moderator, id)]),
    ...reportsToMove(db, note, next, change, id),
    ...(erases ? eraseTexts(db, note.id, change.now, id) : []),
    ...(change.action === 'anonymise' ? await eraseNames(db, note.id, change, id) : []),
    ...(shows
      ? [
          wantPublished(db, note.id, change.now, id, takesAway),
          wantDocuments(db, change.now, { noteId: note.id, change: id }),
        ]
      : []),
    ...(erasesWords ? [wantErasureKnown(db, note.id, change.now, id)] : []),
    ...(shows ? [keysShown(db, note.id, takesAway)] : []),
  ]
  return retrying(async () => {
    const results = await db.batch<{ key: string }>(statements)
    const taken = results[0]?.results.length === 1 || (await isChange(db, note.id, id))
    if (!taken) return { outcome: 'stale' }
    const shown = shows ? (results.at(-1)?.results ?? []).map(({ key }) => key) : []
    return { outcome: 'done', wanted: erasesWords ? [...shown, `erased/${note.id}`] : shown }
  })
}

/**
 * A decision answers what readers reported of the note; its undoing asks again. The author answers by withdrawing. Who turns
 * down the correction of a published note, or takes a name off, has said nothing about what readers see.
 */
function reportsToMove(db: D1Database, note: Note, next: NextState, change: Change, id: string): D1PreparedStatement[] {
  if (change.action === 'restore') return [reopenReports(db, note.id, note.version, id)]
  const turnsDown = ['reject', 'return', 'spam'].includes(change.action) && next.status === 'published'
  const answers =
    change.action === 'withdraw' || (change.moderator !== null && !turnsDown && change.action !== 'anonymise')
  return answers ? [closeReports(db, note.id, change, id)] : []
}

/** A change that no reader can see writes nothing to KV. */
function visibleChange(note: Note, next: NextState, action: Action): boolean {
  const wasShown = note.status === 'published'
  const isShown = next.status === 'published'
  if (wasShown !== isShown) return true
  return isShown && (action === 'anonymise' || note.publishedRevision !== next.publishedRevision)
}

/**
 * What stays of an erased note's hash, so that a phone that sends it again is known, and another text under the same key is
 * not lost: without the sender's key it tells nobody whether a guess of the text is right. One that was made without it goes.
 */
export const keptHash = `CASE WHEN submission_hash GLOB 'keyed:*' THEN submission_hash END`

function moveNote(db: D1Database, note: Note, next: NextState, change: Change, id: string): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE notes SET
         status = ?3, version = version + 1, change_id = ?4, latest_revision = ?5, published_revision = ?6,
         waiting_revision = ?7, waiting_since = ?8,
         number = CASE WHEN ?3 = 'published' AND number IS NULL
           THEN (SELECT coalesce(max(number), 0) + 1 FROM notes AS others
             WHERE others.page = notes.page AND others.number IS NOT NULL)
           ELSE number END,
         published_at = CASE WHEN ?3 = 'published' THEN coalesce(published_at, ?9) ELSE published_at END,
         erased_at = CASE WHEN ?3 = 'withdrawn' THEN ?9 WHEN ?5 > latest_revision THEN NULL ELSE erased_at END,
         names_erased_up_to = CASE WHEN ?10 THEN max(latest_revision, coalesce(names_erased_up_to, 0)) ELSE names_erased_up_to END,
         submission_hash = CASE WHEN ?3 = 'withdrawn' THEN ${keptHash} ELSE submission_hash END,
         flags = CASE WHEN ?3 = 'withdrawn' THEN '[]' ELSE flags END
       WHERE id = ?1 AND version = ?2
       RETURNING id`,
    )
    .bind(
      ...[note.id, note.version, next.status, id, next.latestRevision, next.publishedRevision, next.waitingRevision],
      ...[waitingSince(note, next, change), change.now, change.action === 'anonymise' ? 1 : 0],
    )
}

/** What comes back into the queue stands where it stood. */
function waitingSince(note: Note, next: NextState, change: Change): string | null {
  if (next.waitingRevision === null) return null
  if (change.action === 'restore') return note.undoable?.waitingSince ?? change.now
  return next.waitingRevision === note.waitingRevision ? note.waitingSince : change.now
}

function addRevision(
  db: D1Database,
  note: Note,
  next: NextState,
  change: Change,
  { body, author }: Writing,
  id: string,
): D1PreparedStatement {
  const { search, print } = derivedFrom(body)
  return db
    .prepare(
      `INSERT INTO revisions (note_id, number, body, author, moderator, search, print, created_at)
       SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM notes WHERE id = ?1 AND change_id = ?2
       ON CONFLICT DO NOTHING`,
    )
    .bind(...[note.id, id, next.latestRevision, body, author, change.moderator, search, print], change.now)
}

function addDecision(
  db: D1Database,
  note: Note,
  next: NextState,
  change: Change,
  moderator: string,
  id: string,
): D1PreparedStatement {
  const erased = next.status === 'withdrawn'
  return db
    .prepare(
      `INSERT INTO decisions (id, note_id, action, moderator, reason, version, revision, from_status,
         from_published_revision, from_waiting_revision, from_waiting_since, to_status, at, erased_at)
       SELECT ?2, id, ?3, ?4, ?5, version, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
       FROM notes WHERE id = ?1 AND change_id = ?2
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      ...[note.id, id, change.action, moderator, erased ? null : (change.reason ?? null)],
      ...[next.latestRevision, note.status, note.publishedRevision, note.waitingRevision, note.waitingSince],
      ...[next.status, change.now, erased ? change.now : null],
    )
}

function eraseTexts(db: D1Database, noteId: string, now: string, id: string): D1PreparedStatement[] {
  const ofThisChange = 'note_id = ?1 AND EXISTS (SELECT 1 FROM notes WHERE id = ?1 AND change_id = ?3)'
  return erasing(ofThisChange).map((sql) => db.prepare(sql).bind(noteId, now, id))
}

/** What is erased beside the note itself, statement by statement. @param where SQL: of which notes; `?2` is the moment. */
export function erasing(where: string): string[] {
  return [
    `UPDATE revisions SET body = NULL, author = NULL, search = NULL, print = NULL, erased_at = ?2`,
    `UPDATE decisions SET reason = NULL, erased_at = ?2`,
    `UPDATE reports SET reason = NULL, erased_at = ?2`,
  ].map((update) => `${update} WHERE ${where} AND erased_at IS NULL`)
}

/**
 * Reports of which each is looked at for the name that goes: strangers may send any number, and must not make that dearer.
 * The words of older ones go unread.
 */
export const REPORTS_JUDGED = 500

/**
 * The names, and the reasons that quote one. That is judged here, because SQL knows no capitals but ASCII's: a name that
 * comes in between moves the version, and a reason that does goes unread.
 */
async function eraseNames(
  db: D1Database,
  noteId: string,
  { now, reason = null }: Change,
  id: string,
): Promise<D1PreparedStatement[]> {
  const [signed, said] = await Promise.all([
    db
      .prepare('SELECT DISTINCT author FROM revisions WHERE note_id = ?1 AND author IS NOT NULL')
      .bind(noteId)
      .all<{ author: string }>(),
    db
      .prepare(
        `SELECT id, reason FROM decisions WHERE note_id = ?1 AND reason IS NOT NULL
         UNION ALL SELECT id, reason FROM (
           SELECT id, reason FROM reports WHERE note_id = ?1 AND reason IS NOT NULL ORDER BY created_at DESC LIMIT ?2
         )`,
      )
      .bind(noteId, REPORTS_JUDGED)
      .all<{ id: string; reason: string }>(),
  ])
  const kept = [...said.results, { id, reason: reason ?? '' }]
    .filter((each) => !signed.results.some(({ author }) => quotesName(each.reason, author)))
    .map((each) => each.id)
  const ofThisChange = 'note_id = ?1 AND EXISTS (SELECT 1 FROM notes WHERE id = ?1 AND change_id = ?2)'
  return [
    db.prepare(`UPDATE revisions SET author = NULL WHERE ${ofThisChange} AND author IS NOT NULL`).bind(noteId, id),
    ...['decisions', 'reports'].map((table) =>
      db
        .prepare(
          `UPDATE ${table} SET reason = NULL, erased_at = ?3
           WHERE ${ofThisChange} AND reason IS NOT NULL AND id NOT IN (SELECT value FROM json_each(?4))`,
        )
        .bind(noteId, id, now, JSON.stringify(kept)),
    ),
  ]
}

/** Notes of one block of a page: what an approval writes, and what a visitor sees at once. */
export const BLOCK_SIZE = 20

/**
 * The KV keys that show a note. When it opens a block, the block before learns that there is a next one, and the
 * first one how many there are; so an approval writes three blocks at most, however many the page has.
 * @param takesAway Documents that were composed before must not be shown any more.
 */
const keysSql = (takesAway: boolean) => `
  SELECT keys.value AS key, min(keys.key) AS rank
  FROM notes, json_each(json_array(
    'note/' || notes.id,
    ${takesAway ? `'taken-away',` : ''}
    'block/' || ((number + ${BLOCK_SIZE - 1}) / ${BLOCK_SIZE}) || ':' || page,
    CASE WHEN number > ${BLOCK_SIZE} AND number % ${BLOCK_SIZE} = 1 THEN 'block/' || (number / ${BLOCK_SIZE}) || ':' || page END,
    CASE WHEN number > ${BLOCK_SIZE} AND number % ${BLOCK_SIZE} = 1 THEN 'block/1:' || page END,
    'latest',
    'counts'
  )) AS keys
  WHERE notes.id = ?1 AND number IS NOT NULL AND keys.value IS NOT NULL
  GROUP BY keys.value`

function wantPublished(
  db: D1Database,
  noteId: string,
  now: string,
  id: string,
  takesAway: boolean,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (key, behind_since) SELECT key, ?3 FROM (${keysSql(takesAway)})
       WHERE EXISTS (SELECT 1 FROM notes WHERE id = ?1 AND change_id = ?2)
       ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, due_at = '',
         behind_since = CASE WHEN published < wanted THEN behind_since ELSE ?3 END`,
    )
    .bind(noteId, id, now)
}

/** KV remembers what was erased, so that a backup made before does not bring it back. */
function wantErasureKnown(db: D1Database, noteId: string, now: string, id: string): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (key, behind_since) SELECT 'erased/' || id, ?3 FROM notes WHERE id = ?1 AND change_id = ?2
       ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, due_at = '',
         behind_since = CASE WHEN published < wanted THEN behind_since ELSE ?3 END`,
    )
    .bind(noteId, id, now)
}

function keysShown(db: D1Database, noteId: string, takesAway: boolean): D1PreparedStatement {
  return db.prepare(`SELECT key FROM (${keysSql(takesAway)}) ORDER BY rank`).bind(noteId)
}

async function isChange(db: D1Database, noteId: string, id: string): Promise<boolean> {
  const row = await db.prepare('SELECT 1 FROM notes WHERE id = ?1 AND change_id = ?2').bind(noteId, id).first()
  return row !== null
}
