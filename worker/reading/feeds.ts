import { type Context, Hono } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { publishedIndex } from '../published-index'
import { readPublished } from '../publishing/published-values'
import { type Block, blockKey, type PublishedNote } from '../publishing/values'
import { type AtomEntry, atomFeed } from '../site/atom'
import type { PageIndex } from '../site/page-index'
import { decodePath, encodePath } from '../site/paths'
import { stringsFor } from '../site/strings'
import { finishedOnce } from './finished-once'
import { finishDocument, sendPage } from './finished-page'
import { titleOfNote } from './title-of-note'

/** Atom: published notes as they come, of the site and of one page. They read no D1. */
export const feeds = new Hono<AppContext>()

feeds.get('/feed.xml', async (c) => {
  const index = await publishedIndex(c)
  const held = await readPublished<PublishedNote[]>(c.env.PAGES, 'latest')
  return sendFeed(c, [held, index], index, { feed: '/feed.xml', page: '/' }, index.site.title, held.value ?? [])
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
  const place = { feed: `${address}feed.xml`, page: address }
  return sendFeed(c, [first, index, ...newest], index, place, entry.title, notes)
})

async function sendFeed(
  c: Context<AppContext>,
  parts: [object, ...object[]],
  index: PageIndex,
  { feed, page }: { feed: string; page: string },
  title: string,
  notes: PublishedNote[],
): Promise<Response> {
  const { site } = index
  const finished = await finishedOnce(feed, parts, () => {
    const text = atomFeed({
      url: site.url + encodePath(feed),
      title: stringsFor(site.lang).latest.feedOf(title),
      lang: site.lang,
      page: site.url + encodePath(page),
      rights: `${site.licence.name}, ${site.licence.url}`,
      begun: `${site.event.start}T00:00:00Z`,
      entries: notes.map((note) => entryOf(index, note)),
    })
    return finishDocument(text, 'application/atom+xml; charset=utf-8', { 'Access-Control-Allow-Origin': '*' })
  })
  return sendPage(c, finished)
}

function entryOf(index: PageIndex, note: PublishedNote): AtomEntry {
  const t = stringsFor(index.site.lang)
  return {
    url: `${index.site.url}/notes/${note.id}/`,
    title: titleOfNote(index, note, t),
    author: note.author ?? t.anonymous,
    published: note.publishedAt,
    updated: note.updatedAt ?? note.publishedAt,
    html: note.html,
  }
}
