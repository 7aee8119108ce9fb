import type { RunningSite } from './harness'

/**
 * Published notes straight into D1, as if they had come over the years. Nothing is written to KV for them.
 * @param count Numbered from 1: « Une note parmi d’autres, numéro 1. »
 */
export async function fillPage(site: RunningSite, page: string, count: number): Promise<void> {
  const numbered = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)`
  const id = `'old' || i || ?1`
  await site.env.DB.batch([
    site.env.DB.prepare(
      `INSERT INTO notes (id, page, status, change_id, number, published_revision, licence, consented_at, created_at, published_at)
       ${numbered} SELECT ${id}, ?1, 'published', ${id}, i, 1, 'CC-BY-SA-4.0', '2022', '2022', '2022-07-06T10:00:00.000Z' FROM n`,
    ).bind(page, count),
    site.env.DB.prepare(
      `INSERT INTO revisions (note_id, number, body, created_at) ${numbered}
       SELECT ${id}, 1, 'Une note parmi d’autres, numéro ' || i || '.', '2022' FROM n`,
    ).bind(page, count),
  ])
}
