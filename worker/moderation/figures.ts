import type { D1Database } from '@cloudflare/workers-types'
import { statuses } from '../notes/note'
import { localTimeAt } from '../site/zoned-time'

export type Statistics = {
  /** Every status, whether any note has it or not. */
  byStatus: Record<string, number>
  byPage: Record<string, number>
  /** Days of the event's own time zone. */
  byDay: Record<string, number>
  /** Minutes from sent to first decided, the median of all decided notes; null: none yet. */
  medianMinutes: number | null
}

export async function statistics(db: D1Database, timezone: string): Promise<Statistics> {
  const counted = (sql: string) => db.prepare(sql)
  const [byStatus, byPage, byQuarter, minutes] = await db.batch<{ name: string; notes: number }>([
    counted('SELECT status AS name, count(*) AS notes FROM notes GROUP BY status ORDER BY status'),
    counted('SELECT page AS name, count(*) AS notes FROM notes GROUP BY page ORDER BY page'),
    counted(`SELECT ${quarterOf('created_at')} AS name, count(*) AS notes FROM notes GROUP BY 1 ORDER BY 1`),
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
  const byDay: Record<string, number> = {}
  for (const { name, notes } of byQuarter?.results ?? []) {
    const day = localTimeAt(new Date(name), timezone).slice(0, 10)
    byDay[day] = (byDay[day] ?? 0) + notes
  }
  const median = minutes?.results[0]?.notes ?? null
  return {
    byStatus: { ...Object.fromEntries(statuses.toSorted().map((status) => [status, 0])), ...record(byStatus) },
    byPage: record(byPage),
    byDay,
    medianMinutes: median === null ? null : Math.round(median * 10) / 10,
  }
}

/**
 * D1 knows no time zones. They differ by quarters of an hour, so a quarter of UTC lies within one day of any of them, and few
 * rows tell of many notes.
 */
function quarterOf(column: string): string {
  return `substr(${column}, 1, 14) || printf('%02dZ', substr(${column}, 15, 2) / 15 * 15)`
}

const noFigures = {
  received: 0,
  published: 0,
  retouched: 0,
  asked: 0,
  rejected: 0,
  spam: 0,
  unpublished: 0,
  reports: 0,
}

export type Year = { year: string } & typeof noFigures

/** What each row of the question below counts as. */
const countsAs: Record<string, (keyof typeof noFigures)[]> = {
  received: ['received'],
  approve: ['published'],
  edit: ['published', 'retouched'],
  return: ['asked'],
  reject: ['rejected'],
  spam: ['spam'],
  unpublish: ['unpublished'],
  reports: ['reports'],
}

/** What was received and decided, year by year as the event counts them, newest first: how often, never what. */
export async function yearlyFigures(db: D1Database, timezone: string): Promise<Year[]> {
  const { results } = await db
    .prepare(
      `SELECT ${yearOf('created_at')} AS moment, 'received' AS what, count(*) AS times FROM notes GROUP BY 1
       UNION ALL SELECT ${yearOf('at')}, action, count(*) FROM decisions GROUP BY 1, 2
       UNION ALL SELECT ${yearOf('created_at')}, 'reports', count(*) FROM reports GROUP BY 1
       ORDER BY moment DESC`,
    )
    .all<{ moment: string; what: string; times: number }>()
  const years = new Map<string, Year>()
  for (const { moment, what, times } of results) {
    const year = localTimeAt(new Date(moment), timezone).slice(0, 4)
    const figures = years.get(year) ?? { year, ...noFigures }
    for (const figure of countsAs[what] ?? []) figures[figure] += times
    years.set(year, figures)
  }
  return [...years.values()]
}

/** A moment of the year that a time lies in. Around New Year that is a matter of the zone, and of the quarter. */
function yearOf(column: string): string {
  const isNewYear = `substr(${column}, 6, 5) IN ('12-31', '01-01')`
  return `iif(${isNewYear}, ${quarterOf(column)}, substr(${column}, 1, 4) || '-07-01T00:00Z')`
}
