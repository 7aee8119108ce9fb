import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { publishNow } from '../../worker/publishing/outbox'

/** As many as one request of the site would write. */
const TOGETHER = 20

/**
 * Writes every value of the notes that is behind, pages before permalinks. What fails is left to the site's cron.
 * @returns How many are still behind.
 */
export async function publishNotes(
  { DB, PAGES }: { DB: D1Database; PAGES: KVNamespace },
  progress: (done: number) => void,
): Promise<number> {
  let done = 0
  let after = ''
  for (;;) {
    const { results } = await DB.prepare(
      `SELECT key FROM outbox WHERE published < wanted AND key > ?1 ORDER BY key LIMIT ${TOGETHER}`,
    )
      .bind(after)
      .all<{ key: string }>()
    if (results.length === 0) break
    const keys = results.map(({ key }) => key)
    const following: Promise<unknown>[] = []
    await publishNow({ DB, PAGES, later: (work) => following.push(work) }, keys)
    await Promise.all(following)
    after = keys.at(-1) ?? after
    done += keys.length
    progress(done)
  }
  const row = await DB.prepare('SELECT count(*) AS behind FROM outbox WHERE published < wanted').first<{
    behind: number
  }>()
  return row?.behind ?? 0
}
