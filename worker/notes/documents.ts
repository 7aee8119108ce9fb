import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'

/** What is composed of all published notes, by the cron and at most every ten minutes (`publishing/documents.ts`). */
export const documentNames = ['actes.html', 'actes.md', 'actes.json', 'actes.epub', 'archive.zip'] as const
export type DocumentName = (typeof documentNames)[number]

/** The document's key in the outbox; in KV, of the list of its parts. */
export function documentKey(name: DocumentName): string {
  return `document/${name}`
}

/**
 * Says that the documents no longer hold all that is published. They count as behind from the moment they are due.
 * @param after The change of a note that it is about, in whose transaction this stands; or that the pages changed, which
 *   composing is to wait for.
 */
export function wantDocuments(
  db: D1Database,
  now: string,
  after: { noteId: string; change: string } | { notBefore: string },
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (key, behind_since, due_at) SELECT value, max(?1, ?5), ?5 FROM json_each(?2)
       WHERE ?3 IS NULL OR EXISTS (SELECT 1 FROM notes WHERE id = ?3 AND change_id = ?4)
       ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, due_at = max(due_at, ?5),
         behind_since = CASE WHEN published < wanted THEN behind_since ELSE max(?1, ?5, due_at) END`,
    )
    .bind(
      ...[now, JSON.stringify(documentNames.map(documentKey))],
      ...('noteId' in after ? [after.noteId, after.change, ''] : [null, null, after.notBefore]),
    )
}
