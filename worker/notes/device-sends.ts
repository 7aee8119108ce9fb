import type { D1Database } from '@cloudflare/workers-types'

/** How many notes came from one device since a moment. */
export async function countSends(db: D1Database, deviceHash: string, since: string): Promise<number> {
  const row = await db
    .prepare('SELECT count(*) AS sends FROM device_sends WHERE hash = ?1 AND at > ?2')
    .bind(deviceHash, since)
    .first<{ sends: number }>()
  return row?.sends ?? 0
}

export async function recordSend(db: D1Database, deviceHash: string, now: string): Promise<void> {
  await db.prepare('INSERT INTO device_sends (hash, at) VALUES (?1, ?2)').bind(deviceHash, now).run()
}

/** What the limits know of a device is forgotten. It came in by time: no more is read than goes, and the first that stays. */
export async function forgetSends(db: D1Database, before: string): Promise<void> {
  await db
    .prepare(
      `DELETE FROM device_sends
       WHERE rowid < coalesce((SELECT rowid FROM device_sends WHERE at >= ?1 ORDER BY rowid LIMIT 1), 1 << 62)`,
    )
    .bind(before)
    .run()
}
