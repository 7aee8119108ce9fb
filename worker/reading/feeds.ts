import type { Context } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { publishedIndex } from '../published-index'
import { readPublished } from '../publishing/published-values'
import { type Block, blockKey, type PublishedNote } from '../publishing/values'
import { Room } from '../room'
import type { PageIndex } from '../site/page-index'
import { decodePath } from '../site/paths'
import { type Feed, feedOfPage, feedOfSite, feedText } from './feed-text'
import { finishedOnce } from './finished-once'
import { finishDocument, sendPage } from './finished-page'

/** Atom: published notes as they come, of the site and of one page. They read no D1. */
export const feeds = new Room()

feeds.get('/feed.xml', async (c) => {
  const [index, held] = await Promise.all([publishedIndex(c), readPublished<PublishedNote[]>(c.env.PAGES, 'latest')])
  return sendFeed(c, [held, index], index, feedOfSite(index), held.value ?? [])
})

feeds.get('/:page{.+}/feed.xml', async (c) => {
  const index = await publishedIndex(c)
  const address = decodePath(new URL(c.req.url).pathname)?.replace(/feed\.xml$/, '') ?? ''
  const entry = Object.hasOwn(index.pages, address) ? index.pages[address] : undefined
  if (!entry?.notes) return replyNotFound(c)
  const first = await readPublished<Block>(c.env.PAGES, blockKey(entry.id, 1))
  const last = first.value?.blocks ?? 1
  const blocks = [first]
  for (const block of [last - 1, last]) {
    if (block > 1) blocks.push(await readPublished<Block>(c.env.PAGES, blockKey(entry.id, block)))
  }
  // The first block alone knows which are the last; its own notes are new only when it is one of them.
  const newest = last > 2 ? blocks.slice(1) : blocks
  const notes = newest.flatMap(({ value }) => value?.notes ?? []).reverse()
  return sendFeed(c, [first, index, ...newest], index, feedOfPage(address, entry), notes)
})

async function sendFeed(
  c: Context<AppContext>,
  parts: object[],
  index: PageIndex,
  feed: Feed,
  notes: PublishedNote[],
): Promise<Response> {
  const finished = await finishedOnce(feed.address, parts, () =>
    finishDocument(feedText(index, feed, notes), 'application/atom+xml; charset=utf-8', {
      'Access-Control-Allow-Origin': '*',
    }),
  )
  return sendPage(c, finished)
}
