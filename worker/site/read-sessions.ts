import type { KVNamespace } from '@cloudflare/workers-types'
import type { PublishedSession } from './page-index'

let last: { key: string; sessions: PublishedSession[] } | undefined

/**
 * The sessions in the order of the programme. Their key holds their hash, so what was read once stays true.
 * @param key `PageIndex.sessions`.
 */
export async function readSessions(pages: KVNamespace, key: string): Promise<PublishedSession[]> {
  if (last?.key === key) return last.sessions
  const sessions = await pages.get<PublishedSession[]>(key, 'json')
  if (!sessions) return []
  last = { key, sessions }
  return sessions
}
