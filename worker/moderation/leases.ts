import type { D1Database } from '@cloudflare/workers-types'

/** How long an opened note is said to be read, unless it is opened again: a hint to the others, no lock. */
const LEASE_MS = 5 * 60_000

export type Lease = { noteId: string; moderator: string; since: string }

/** Says that this moderator reads the note now. @returns Who else does. */
export async function takeLease(db: D1Database, noteId: string, moderator: string, now: Date): Promise<Lease[]> {
  const [, others] = await db.batch<Lease>([
    db
      .prepare(
        `INSERT INTO leases (note_id, moderator, since, until) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (note_id, moderator) DO UPDATE SET
           since = CASE WHEN until > ?3 THEN since ELSE ?3 END, until = ?4`,
      )
      .bind(noteId, moderator, now.toISOString(), new Date(now.getTime() + LEASE_MS).toISOString()),
    db
      .prepare(
        `SELECT note_id AS noteId, moderator, since FROM leases
         WHERE note_id = ?1 AND moderator <> ?2 AND until > ?3 ORDER BY since`,
      )
      .bind(noteId, moderator, now.toISOString()),
  ])
  return others?.results ?? []
}

/** The same, unless somebody else reads the note: of two who go on at one moment, each is led to another. @returns Whether it was taken. */
export async function takeFreeLease(db: D1Database, noteId: string, moderator: string, now: Date): Promise<boolean> {
  const { results } = await db
    .prepare(
      `INSERT INTO leases (note_id, moderator, since, until)
       SELECT ?1, ?2, ?3, ?4
       WHERE NOT EXISTS (SELECT 1 FROM leases WHERE note_id = ?1 AND moderator <> ?2 AND until > ?3)
       ON CONFLICT (note_id, moderator) DO UPDATE SET since = ?3, until = ?4
       RETURNING note_id`,
    )
    .bind(noteId, moderator, now.toISOString(), new Date(now.getTime() + LEASE_MS).toISOString())
    .all()
  return results.length === 1
}

/** Whoever has decided, or goes on to another note, reads none of those before. */
export async function endLeases(db: D1Database, moderator: string): Promise<void> {
  await db.prepare('DELETE FROM leases WHERE moderator = ?1').bind(moderator).run()
}

/** Nobody asks for what is over. */
export async function forgetLeases(db: D1Database, now: Date): Promise<void> {
  await db.prepare('DELETE FROM leases WHERE until <= ?1').bind(now.toISOString()).run()
}

/** Which notes others read now. */
export async function leasesOfOthers(db: D1Database, moderator: string, now: Date): Promise<Lease[]> {
  const { results } = await db
    .prepare(
      'SELECT note_id AS noteId, moderator, since FROM leases WHERE until > ?2 AND moderator <> ?1 ORDER BY since',
    )
    .bind(moderator, now.toISOString())
    .all<Lease>()
  return results
}
