import type { D1Database } from '@cloudflare/workers-types'
import type { Moderator } from '../env'
import { retrying } from '../notes/retry'
import { lengthOf } from '../notes/submission'
import { randomToken, tokenHash } from '../notes/tokens'

/** An access key or a session's token is a random string; only its hash is stored. */

/** Sessions end by themselves: an evening's work, and a phone that was left somewhere. */
export const SESSION_MS = 12 * 60 * 60_000

/** And sooner when nobody has opened a page with it for so long. */
const IDLE_MS = 3 * 60 * 60_000

/** Also held by the table. */
const NAME_MAX = 80

/** A word of `Strings['team']`. */
export type NameFault = 'nameMissing' | 'nameTooLong'

/** A name as it is stored, so that no two look the same: its accents composed, its spaces single and plain. */
export function nameAsStored(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
}

/** @param name As it is stored. */
export function nameFault(name: string): NameFault | null {
  if (name === '') return 'nameMissing'
  return lengthOf(name) > NAME_MAX || /\p{C}/u.test(name) ? 'nameTooLong' : null
}

/**
 * A key for a new name, or for one whose key was revoked.
 * @param key Given where a request may come twice: the same again is the same key, as long as it was not revoked.
 * @returns The key, which is shown once and cannot be found again; null when the name has another one.
 */
export async function addModerator(
  db: D1Database,
  { name, organiser }: Moderator,
  now: Date,
  key = randomToken(24),
): Promise<{ key: string } | null> {
  const statement = db
    .prepare(
      `INSERT INTO moderators (name, key_hash, organiser, created_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (name) DO UPDATE
         SET key_hash = excluded.key_hash, organiser = excluded.organiser, created_at = excluded.created_at,
           revoked_at = NULL, feed_hash = NULL
         WHERE (revoked_at IS NOT NULL) <> (key_hash = excluded.key_hash)
       RETURNING name`,
    )
    .bind(name, await tokenHash(key), organiser ? 1 : 0, now.toISOString())
  const { results } = await retrying(() => statement.all())
  return results.length === 1 ? { key } : null
}

export type ListedModerator = Moderator & { createdAt: string; revokedAt: string | null; lastSeenAt: string | null }

export async function listModerators(db: D1Database): Promise<ListedModerator[]> {
  const { results } = await db
    .prepare(
      `SELECT name, organiser, created_at AS createdAt, revoked_at AS revokedAt,
         (SELECT max(last_seen_at) FROM sessions WHERE moderator = name) AS lastSeenAt
       FROM moderators ORDER BY created_at, name`,
    )
    .all<Omit<ListedModerator, 'organiser'> & { organiser: number }>()
  return results.map((row) => ({ ...row, organiser: row.organiser === 1 }))
}

/** The name that a key is held under: as it was typed, for older ones were stored so, else as names are stored now. */
export async function findKeyHolder(db: D1Database, typed: string): Promise<string | null> {
  return db
    .prepare(
      `SELECT name FROM (SELECT name, revoked_at FROM moderators WHERE name IN (?1, ?2) ORDER BY name <> ?1 LIMIT 1)
       WHERE revoked_at IS NULL`,
    )
    .bind(typed, nameAsStored(typed))
    .first<string>('name')
}

/** The key and every session that it opened stop working at once. @returns False: nobody of that name had one. */
export async function revokeModerator(db: D1Database, name: string, now: Date): Promise<boolean> {
  const statements = [
    db
      .prepare(
        // Also when an answer was lost on the way and all of this is asked again.
        `UPDATE moderators SET revoked_at = ?2 WHERE name = ?1 AND (revoked_at IS NULL OR revoked_at = ?2) RETURNING name`,
      )
      .bind(name, now.toISOString()),
    db.prepare('DELETE FROM sessions WHERE moderator = ?1').bind(name),
  ]
  const [revoked] = await retrying(() => db.batch(statements))
  return revoked?.results.length === 1
}

export async function moderatorByKey(db: D1Database, key: string): Promise<Moderator | null> {
  const row = await db
    .prepare('SELECT name, organiser FROM moderators WHERE key_hash = ?1 AND revoked_at IS NULL')
    .bind(await tokenHash(key))
    .first<{ name: string; organiser: number }>()
  return row && { name: row.name, organiser: row.organiser === 1 }
}

/**
 * @param former Token of the session that the browser had, which ends with this one's beginning.
 * @returns The session's token, for a cookie.
 */
export async function openSession(db: D1Database, moderator: string, now: Date, former = ''): Promise<string> {
  const token = randomToken(24)
  const expiresAt = new Date(now.getTime() + SESSION_MS).toISOString()
  await db.batch([
    db.prepare('DELETE FROM sessions WHERE hash = ?1').bind(await tokenHash(former)),
    db
      .prepare(
        'INSERT INTO sessions (hash, moderator, created_at, last_seen_at, expires_at) VALUES (?1, ?2, ?3, ?3, ?4)',
      )
      .bind(await tokenHash(token), moderator, now.toISOString(), expiresAt),
  ])
  return token
}

type SignedIn = Moderator & { shortcuts: boolean }

/** The session's moderator, seen now. Null: it ended, or the key was revoked. */
export async function moderatorBySession(db: D1Database, token: string, now: Date): Promise<SignedIn | null> {
  const hash = await tokenHash(token)
  const row = await db
    .prepare(
      `SELECT m.name, m.organiser, m.shortcuts, s.last_seen_at FROM sessions s JOIN moderators m ON m.name = s.moderator
       WHERE s.hash = ?1 AND s.expires_at > ?2 AND s.last_seen_at > ?3 AND m.revoked_at IS NULL`,
    )
    .bind(hash, now.toISOString(), new Date(now.getTime() - IDLE_MS).toISOString())
    .first<{ name: string; organiser: number; shortcuts: number; last_seen_at: string }>()
  if (!row) return null
  if (now.getTime() - Date.parse(row.last_seen_at) > SEEN_EVERY_MS) {
    await db.prepare('UPDATE sessions SET last_seen_at = ?2 WHERE hash = ?1').bind(hash, now.toISOString()).run()
  }
  return { name: row.name, organiser: row.organiser === 1, shortcuts: row.shortcuts === 1 }
}

/** Precise enough to see who is about, without a write at every page. */
const SEEN_EVERY_MS = 5 * 60_000

export async function closeSession(db: D1Database, token: string): Promise<void> {
  await db
    .prepare('DELETE FROM sessions WHERE hash = ?1')
    .bind(await tokenHash(token))
    .run()
}

/** On every device. The key stays good. */
export async function closeSessionsOf(db: D1Database, moderator: string): Promise<void> {
  await db.prepare('DELETE FROM sessions WHERE moderator = ?1').bind(moderator).run()
}

/** Sessions that ended before then. */
export async function forgetSessions(db: D1Database, before: string): Promise<void> {
  await db.prepare('DELETE FROM sessions WHERE expires_at < ?1').bind(before).run()
}

export async function switchShortcuts(db: D1Database, name: string, on: boolean): Promise<void> {
  await db
    .prepare('UPDATE moderators SET shortcuts = ?2 WHERE name = ?1')
    .bind(name, on ? 1 : 0)
    .run()
}

/** @returns The new secret of this moderator's feed, shown once; the one before opens nothing any more. */
export async function renewFeed(db: D1Database, name: string): Promise<string> {
  const secret = randomToken(24)
  await db
    .prepare('UPDATE moderators SET feed_hash = ?2 WHERE name = ?1')
    .bind(name, await tokenHash(secret))
    .run()
  return secret
}

export async function hasFeed(db: D1Database, name: string): Promise<boolean> {
  const row = await db.prepare('SELECT 1 FROM moderators WHERE name = ?1 AND feed_hash IS NOT NULL').bind(name).first()
  return row !== null
}

/** Whether this secret opens a feed: its moderator's key still stands. */
export async function opensFeed(db: D1Database, secret: string): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM moderators WHERE feed_hash = ?1 AND revoked_at IS NULL')
    .bind(await tokenHash(secret))
    .first()
  return row !== null
}
