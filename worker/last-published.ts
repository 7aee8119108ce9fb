import type { KVNamespace } from '@cloudflare/workers-types'
import { logFault } from './log'
import type { PageIndex, PublishedSession } from './site/page-index'
import { readPageIndex } from './site/read-index'
import { readSessions } from './site/read-sessions'

/** What the build published last; where the memory stands in for a KV that fails, the log says so. */

/** Null: nothing was ever published. @throws Unavailable when KV fails and the memory has nothing good. */
export function indexIfPublished(pages: KVNamespace): Promise<PageIndex | null> {
  return readPageIndex(pages, (error) => logFault('index read from memory', error))
}

/** The sessions of the programme in its order. @throws Unavailable when KV fails. */
export function publishedSessions(pages: KVNamespace, index: PageIndex): Promise<PublishedSession[]> {
  return readSessions(pages, index, (error) => logFault('sessions read from memory', error))
}
