import type { Context } from 'hono'
import type { AppContext } from './env'
import { indexIfPublished } from './last-published'
import { heard } from './site/heard'
import type { PageIndex } from './site/page-index'
import { Unavailable } from './site/unavailable'

/** The page index for a route that can do nothing without it, the same for the whole request. @throws Unavailable: 503. */
export function publishedIndex(c: Context<AppContext>): Promise<PageIndex> {
  const asked = c.get('index') ?? heard(readIndex(c.env.PAGES))
  c.set('index', asked)
  return asked
}

/** Before D1 is asked: the index is on its way meanwhile. */
export function askForIndex(c: Context<AppContext>): void {
  // To its end, even when the answer needs none of it: other visits take the old one for as long as it is being read.
  c.executionCtx.waitUntil(publishedIndex(c).catch(() => {}))
}

async function readIndex(pages: AppContext['Bindings']['PAGES']): Promise<PageIndex> {
  const index = await indexIfPublished(pages)
  if (!index) throw new Unavailable('Nothing is published yet.')
  return index
}
