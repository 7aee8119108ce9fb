import type { D1Database } from '@cloudflare/workers-types'

export type Statistics = {
  byStatus: Record<string, number>
  byPage: Record<string, number>
  byDay: Record<string, number>
  /** Minutes from sent to first decided, the median of all decided notes; null: none yet. */
  medianMinutes: number | null
}

export async function statistics(db: D1Database): Promise<Statistics> {
  const counted = (sql: string) => db.prepare(sql)
  const [byStatus, byPage, byDay, minutes] = await db.batch<{ name: string; notes: number }>([
    counted('SELECT status AS name, count(*) AS notes FROM notes GROUP BY status ORDER BY status'),
    counted('SELECT page AS name, count(*) AS notes FROM notes GROUP BY page ORDER BY page'),
    counted('SELECT substr(created_at, 1, 10) AS name, count(*) AS notes FROM notes GROUP BY 1 ORDER BY 1'),
    counted(
      `WITH first AS (
         SELECT (julianday(min(d.at)) - julianday(n.created_at)) * 1440 AS minutes
         FROM notes n JOIN decisions d ON d.note_id = n.id
         WHERE d.action NOT IN ('dismiss', 'reopen') GROUP BY n.id)
       SELECT 'median' AS name, avg(minutes) AS notes FROM (
         SELECT minutes, row_number() OVER (ORDER BY minutes) AS place, count(*) OVER () AS total FROM first)
       WHERE place IN ((total + 1) / 2, (total + 2) / 2)`,
    ),
  ])
  const record = (result: typeof byStatus) =>
    Object.fromEntries((result?.results ?? []).map(({ name, notes }) => [name, notes]))
  const median = minutes?.results[0]?.notes ?? null
  return {
    byStatus: record(byStatus),
    byPage: record(byPage),
    byDay: record(byDay),
    medianMinutes: median === null ? null : Math.round(median * 10) / 10,
  }
}

export type Year = {
  year: string
  received: number
  published: number
  retouched: number
  asked: number
  rejected: number
  spam: number
  unpublished: number
  reports: number
}

/** What was received and decided, year by year, newest first: how often, never what. */
export async function yearlyFigures(db: D1Database): Promise<Year[]> {
  const { results } = await db
    .prepare(
      `SELECT year, sum(received) AS received, sum(published) AS published, sum(retouched) AS retouched,
         sum(asked) AS asked, sum(rejected) AS rejected, sum(spam) AS spam, sum(unpublished) AS unpublished,
         sum(reports) AS reports
       FROM (
         SELECT substr(created_at, 1, 4) AS year, count(*) AS received, 0 AS published, 0 AS retouched, 0 AS asked,
           0 AS rejected, 0 AS spam, 0 AS unpublished, 0 AS reports
         FROM notes GROUP BY 1
         UNION ALL
         SELECT substr(at, 1, 4), 0, count(*) FILTER (WHERE action IN ('approve', 'edit')),
           count(*) FILTER (WHERE action = 'edit'), count(*) FILTER (WHERE action = 'return'),
           count(*) FILTER (WHERE action = 'reject'), count(*) FILTER (WHERE action = 'spam'),
           count(*) FILTER (WHERE action = 'unpublish'), 0
         FROM decisions GROUP BY 1
         UNION ALL
         SELECT substr(created_at, 1, 4), 0, 0, 0, 0, 0, 0, 0, count(*) FROM reports GROUP BY 1
       )
       GROUP BY year ORDER BY year DESC`,
    )
    .all<Year>()
  return results
}
