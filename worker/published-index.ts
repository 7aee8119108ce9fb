import type { Context } from 'hono'
import type { AppContext } from './env'
import { logFault } from './log'
import type { PageIndex } from './site/page-index'
import { readPageIndex } from './site/read-index'
import { Unavailable } from './site/unavailable'

/** The page index for a route that can do nothing without it. @throws Unavailable: 503. */
export async function publishedIndex(c: Context<AppContext>): Promise<PageIndex> {
  const index = await readPageIndex(c.env.PAGES, (error) => logFault('index read from memory', error))
  if (!index) throw new Unavailable('Nothing is published yet.')
  return index
}
