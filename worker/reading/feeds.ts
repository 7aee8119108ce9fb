import type { Context } from 'hono'
import type { AppContext } from '../env'
import { BLOCK_SIZE } from '../notes/changes'
import { publishedIndex } from '../published-index'
import { type Held, readPublished } from '../publishing/published-values'
import { type Block, blockKey, LATEST_SIZE, type PublishedNote } from '../publishing/values'
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

feeds.get('/:page{.+}/feed.xml', async (c, next) => {
  const index = await publishedIndex(c)
  const address = decodePath(new URL(c.req.url).pathname)?.replace(/feed\.xml$/, '') ?? ''
  const entry = Object.hasOwn(index.pages, address) ? index.pages[address] : undefined
  if (!entry?.notes) return next()
  const first = await readPublished<Block>(c.env.PAGES, blockKey(entry.id, 1))
  const read = (block: number) => (block === 1 ? first : readPublished<Block>(c.env.PAGES, blockKey(entry.id, block)))
  // The first block alone knows which are the last; notes that were taken away leave their places empty.
  let newest: Held<Block>[] = []
  for (let last = first.value?.blocks ?? 1; last > 0 && notesOf(newest).length < LATEST_SIZE; last -= BLOCKS_TOGETHER) {
    const blocks = Array.from({ length: Math.min(last, BLOCKS_TOGETHER) }, (_, n) => last - n).reverse()
    newest = [...(await Promise.all(blocks.map(read))), ...newest]
  }
  const notes = notesOf(newest).slice(-LATEST_SIZE).reverse()
  return sendFeed(c, [first, index, ...newest], index, feedOfPage(address, entry), notes)
})

/** As many blocks as hold all notes of a feed, when none was taken away. */
const BLOCKS_TOGETHER = LATEST_SIZE / BLOCK_SIZE

function notesOf(blocks: Held<Block>[]): PublishedNote[] {
  return blocks.flatMap(({ value }) => value?.notes ?? [])
}

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
