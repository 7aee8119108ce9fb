import type { D1Database } from '@cloudflare/workers-types'
import { byNumber, byTime, type Place, partOf, readCursor } from '../notes/cursor'

/**
 * Which notes, in which order, D1 knows: all by the time they were published, those of a page by their numbers there,
 * which were given in the same order. Each by an index, however many notes there are.
 */
export async function listPublished(
  db: D1Database,
  page: string | null,
  cursor: string | null,
  limit: number,
): Promise<{ ids: string[]; next: string | null }> {
  const after = readCursor(cursor, page === null ? byTime : byNumber)
  const statement =
    page === null
      ? db
          .prepare(
            `SELECT id, published_at AS since, seq FROM notes INDEXED BY notes_published
             WHERE status = 'published' AND (published_at, seq) > (?1, ?2) ORDER BY published_at, seq LIMIT ?3`,
          )
          .bind(after.since, after.seq, limit + 1)
      : db
          .prepare(
            `SELECT id, '' AS since, number AS seq FROM notes INDEXED BY notes_by_number
             WHERE status = 'published' AND page = ?1 AND number > ?2 ORDER BY number LIMIT ?3`,
          )
          .bind(page, after.seq, limit + 1)
  const { results } = await statement.all<{ id: string } & Place>()
  const { shown, next } = partOf(results, limit, (last) => last)
  return { ids: shown.map(({ id }) => id), next }
}
