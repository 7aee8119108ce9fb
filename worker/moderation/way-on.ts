import type { D1Database } from '@cloudflare/workers-types'
import { takeFreeLease } from './leases'
import { itemsToRead, type QueueFilter } from './queue'

/** Items that are tried before the list is shown instead: more than moderators read at one time. */
const TRIED = 50

/**
 * The note to read next, taken so that nobody else is led to it meanwhile.
 * @param after Time of the item that was just read; empty: from the beginning.
 * @returns Its id. Null: nothing is left that others do not read already.
 */
export async function nextNote(
  db: D1Database,
  filter: QueueFilter,
  after: string,
  moderator: string,
  now: Date,
): Promise<string | null> {
  for await (const { noteId } of itemsToRead(db, filter, after, TRIED)) {
    if (await takeFreeLease(db, noteId, moderator, now)) return noteId
  }
  return null
}
