import type { D1Database } from '@cloudflare/workers-types'
import type { Moderator } from '../env'
import { randomToken, tokenHash } from '../notes/tokens'

/** An access key or a session's token is a random string; only its hash is stored. */

/** Sessions end by themselves: an evening's work, and a phone that was left somewhere. */
export const SESSION_MS = 12 * 60 * 60_000

/** @returns The key, which is shown once and cannot be found again; null when the name is taken. */
export async function addModerator(
  db: D1Database,
  { name, organiser }: Moderator,
  now: Date,
): Promise<{ key: string } | null> {
  const key = randomToken(24)
  const { results } = await db
    .prepare(
      `INSERT INTO moderators (name, key_hash, organiser, created_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT DO NOTHING RETURNING name`,
    )
    .bind(name, await tokenHash(key), organiser ? 1 : 0, now.toISOString())
    .all()
  return results.length === 1 ? { key } : null
}

export type ListedModerator = Moderator & { createdAt: string; revokedAt: string | null }

export async function listModerators(db: D1Database): Promise<ListedModerator[]> {
  const { results } = await db
    .prepare('SELECT name, organiser, created_at, revoked_at FROM moderators ORDER BY created_at, name')
    .all<{ name: string; organiser: number; created_at: string; revoked_at: string | null }>()
  return results.map(({ name, organiser, created_at, revoked_at }) => ({
    name,
    organiser: organiser === 1,
    createdAt: created_at,
    revokedAt: revoked_at,
  }))
}

/** The key and every session that it opened stop working at once. @returns False: nobody of that name had one. */
export async function revokeModerator(db: D1Database, name: string, now: Date): Promise<boolean> {
  const [revoked] = await db.batch([
    db
      .prepare('UPDATE moderators SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL RETURNING name')
      .bind(name, now.toISOString()),
    db.prepare('DELETE FROM sessions WHERE moderator = ?1').bind(name),
  ])
  return revoked?.results.length === 1
}

export async function moderatorByKey(db: D1Database, key: string): Promise<Moderator | null> {
  const row = await db
    .prepare('SELECT name, organiser FROM moderators WHERE key_hash = ?1 AND revoked_at IS NULL')
    .bind(await tokenHash(key))
    .first<{ name: string; organiser: number }>()
  return row && { name: row.name, organiser: row.organiser === 1 }
}

/** @returns The session's token, for a cookie. */
export async function openSession(db: D1Database, moderator: string, now: Date): Promise<string> {
  const token = randomToken(24)
  await db
    .prepare('INSERT INTO sessions (hash, moderator, created_at, last_seen_at, expires_at) VALUES (?1, ?2, ?3, ?3, ?4)')
    .bind(await tokenHash(token), moderator, now.toISOString(), new Date(now.getTime() + SESSION_MS).toISOString())
    .run()
  return token
}

export async function moderatorBySession(db: D1Database, token: string, now: Date): Promise<Moderator | null> {
  const row = await db
    .prepare(
      `SELECT m.name, m.organiser FROM sessions s JOIN moderators m ON m.name = s.moderator
       WHERE s.hash = ?1 AND s.expires_at > ?2 AND m.revoked_at IS NULL`,
    )
    .bind(await tokenHash(token), now.toISOString())
    .first<{ name: string; organiser: number }>()
  return row && { name: row.name, organiser: row.organiser === 1 }
}

export async function closeSession(db: D1Database, token: string): Promise<void> {
  await db
    .prepare('DELETE FROM sessions WHERE hash = ?1')
    .bind(await tokenHash(token))
    .run()
}

/** Sessions that ended before then. */
export async function forgetSessions(db: D1Database, before: string): Promise<void> {
  await db.prepare('DELETE FROM sessions WHERE expires_at < ?1').bind(before).run()
}
