import type { D1Database } from '@cloudflare/workers-types'
import { lacksInSql, type Wanted } from '../../site/search-words'

type Found = {
  kind: 'page' | 'note'
  /** Address of a page, id of a note. */
  name: string
}

export type Answers = { total: number; items: (Found & { title: string; body: string })[] }

/**
 * Pages and published notes that hold every word, at the beginning of a word of theirs: those with all of them in the
 * title first, then pages, then notes, the newest first.
 * @param words As `wordsToFind` makes them.
 * @returns `title` and `body` of pages; those of notes are read where visitors see them.
 */
export async function searchSite(
  db: D1Database,
  words: Wanted[],
  { limit, offset }: { limit: number; offset: number },
): Promise<Answers> {
  const { results } = await db
    .prepare(
      `SELECT kind, name, title, body, count(*) OVER () AS total FROM (
         SELECT 'page' AS kind, address AS name, title, body, '' AS at,
           EXISTS (SELECT 1 FROM json_each(?1) WHERE ${lacksInSql(`' ' || search_title || ' '`, 'value')}) AS rank
         FROM page_search
         WHERE NOT EXISTS (
           SELECT 1 FROM json_each(?1) WHERE ${lacksInSql(`' ' || search_title || ' ' || search || ' '`, 'value')})
         UNION ALL
         SELECT 'note', n.id, '', '', n.published_at, 1
         FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
         WHERE n.status = 'published' AND r.search IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM json_each(?1) WHERE ${lacksInSql(`' ' || r.search || ' '`, 'value')})
       )
       ORDER BY rank, kind = 'note', at DESC, name LIMIT ?2 OFFSET ?3`,
    )
    .bind(JSON.stringify(words), limit, offset)
    .all<Answers['items'][number] & { total: number }>()
  return { total: results[0]?.total ?? 0, items: results.map(({ total: _, ...item }) => item) }
}
