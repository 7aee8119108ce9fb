import { replyNotFound } from '../errors'
import { publishedIndex } from '../published-index'
import { Room } from '../room'
import { stringsFor } from '../site/strings'
import { type XmlNode, xmlDocument } from '../site/xml'
import { excerptOfItem } from './excerpt'
import type { Frame } from './frame'
import { flagText, pageTitle } from './item-words'
import { opensFeed } from './moderators'
import { newestWaiting, type QueueItem } from './queue'

/** What waits, for a feed reader: behind a secret of each moderator's, because a reader has no session. */
export const feed = new Room()

/** Entries of the feed, the newest: who is that far behind has the others in the queue, and is told of what comes. */
const FEED_SIZE = 50

/** Whatever stands in the secret's place is answered here: a reader that was given half of it cannot sign in. */
feed.get('/moderation/feed/:file{.*}', async (c) => {
  const [, secret] = /^([A-Za-z0-9_-]{20,64})\.xml$/.exec(c.req.param('file')) ?? []
  if (secret === undefined || !(await opensFeed(c.env.DB, secret))) return replyNotFound(c)
  const index = await publishedIndex(c)
  const items = await newestWaiting(c.env.DB, FEED_SIZE)
  const base = c.env.ADMIN_HOST ? `https://${c.env.ADMIN_HOST}` : index.site.url
  const body = feedOf({ index, t: stringsFor(index.site.lang) }, items, base, new Date())
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('X-Robots-Tag', 'noindex')
  return c.body(body, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' })
})

type Words = Pick<Frame, 'index' | 't'>

/** RFC 4287. It names no address of its own: that would be the secret. @param items Newest first. */
function feedOf({ index, t }: Words, items: QueueItem[], base: string, now: Date): string {
  const { site } = index
  return xmlDocument({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': site.lang,
      id: `${base}/moderation/`,
      title: t.team.feedTitle(site.title),
      updated: items[0]?.since ?? now.toISOString(),
      author: { name: site.name },
      link: pageLink(`${base}/moderation/`),
      entry: items.map((item) => entryOf({ index, t }, item, base)),
    },
  })
}

function entryOf({ index, t }: Words, item: QueueItem, base: string): XmlNode {
  const { kind, note, report, since } = item
  const { id, reference, version } = report ?? note
  const flags = note.flags.map((flag) => flagText(flag, t)).join(' · ')
  return {
    id: `${base}/moderation/notes/${id}/#v${version}`,
    title: `${reference}, ${t.moderation.kinds[kind]}${t.colon}${pageTitle(index, note.page)}`,
    updated: since,
    link: pageLink(`${base}/moderation/notes/${note.id}/`),
    summary: `${report || !flags ? '' : `[${flags}] `}${excerptOfItem(item, t)}`,
  }
}

function pageLink(address: string): XmlNode {
  return { '@rel': 'alternate', '@type': 'text/html', '@href': address }
}
