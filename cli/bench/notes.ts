import type { D1Database } from '@cloudflare/workers-types'
import { searchable } from '../../worker/site/search-words'

/** What an attendee writes, some 400 characters. */
export const noteText = `Trois ateliers racontent comment ils tiennent sans argent public.

- **Le prêt d’outils** marche mieux que la vente : chacun rend ce qu’il a pris, et souvent mieux rangé.
- Le plus dur n’est pas la technique, c’est de *trouver le local*.

Voir [le plan du four](https://exemple.example/four). Qui veut continuer la discussion ? On se retrouve jeudi à midi.`

/**
 * Published notes straight into D1, as if they had come over the days: what is measured is what the site does with
 * them, not how they came.
 */
export async function fillNotes(db: D1Database, page: string, count: number): Promise<void> {
  const numbered = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)`
  const id = `printf('%012d', (SELECT coalesce(max(seq), 0) FROM notes WHERE page <> ?1) + i)`
  await db.batch([
    db
      .prepare(
        `INSERT INTO notes (id, page, status, change_id, number, published_revision, licence, consented_at, created_at, published_at)
         ${numbered} SELECT ${id}, ?1, 'published', ${id}, i, 1, 'CC-BY-SA-4.0', '2022', '2022', '2022-07-06T10:00:00.000Z' FROM n`,
      )
      .bind(page, count),
    db
      .prepare(
        `INSERT INTO revisions (note_id, number, body, author, search, created_at)
         SELECT id, 1, ?2, 'Goéland', ?3 || ' numero ' || seq, '2022' FROM notes WHERE page = ?1`,
      )
      .bind(page, noteText, searchable(noteText)),
    // What a visit of the page's first and last block needs; the rest would be written the same way.
    db
      .prepare(
        `INSERT INTO outbox (key) VALUES ('block/1:' || ?1), ('block/' || CAST((?2 + 19) / 20 AS INTEGER) || ':' || ?1), ('latest'), ('counts')
         ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1`,
      )
      .bind(page, count),
  ])
}
