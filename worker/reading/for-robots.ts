import type { Context } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { publishedSessions } from '../last-published'
import { publishedIndex } from '../published-index'
import { Room } from '../room'
import type { PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import type { SiteSettings } from '../site/settings'
import { xmlDocument } from '../site/xml'
import { finishedOnce } from './finished-once'
import { finishDocument, sendPage } from './finished-page'
import { programmeAddresses } from './programme/sessions'

/** What programs look for at addresses of everybody's agreement. All of it is made of what was published: no clock, no D1. */
export const forRobots = new Room()

forRobots.get('/sitemap.xml', async (c) => {
  const index = await publishedIndex(c)
  const sessions = await publishedSessions(c.env.PAGES, index)
  return sendText(c, 'application/xml', [index, sessions], () => sitemap(index, programmeAddresses(sessions)))
})

forRobots.get('/robots.txt', async (c) => {
  const index = await publishedIndex(c)
  return sendText(c, 'text/plain', [index], () => robots(index))
})

forRobots.get('/.well-known/security.txt', async (c) => {
  const index = await publishedIndex(c)
  const { security } = index.site
  return security ? sendText(c, 'text/plain', [index], () => securityText(index.site, security)) : replyNotFound(c)
})

async function sendText(c: Context<AppContext>, type: string, parts: object[], write: () => string): Promise<Response> {
  const page = await finishedOnce(c.req.path, parts, () => finishDocument(write(), `${type}; charset=utf-8`))
  return sendPage(c, page)
}

/** Pages that the program writes itself, whatever the event, and that a search engine may list. */
const listedPages = ['/actes/', '/nouveautes/', '/plan/']

/** https://www.sitemaps.org/protocol.html. No `lastmod`: no output of ours holds a time of the build. */
function sitemap({ site, pages }: PageIndex, programme: string[]): string {
  const addresses = [...Object.keys(pages), ...listedPages, ...programme].sort()
  return xmlDocument({
    urlset: {
      '@xmlns': 'http://www.sitemaps.org/schemas/sitemap/0.9',
      url: addresses.map((address) => ({ loc: site.url + encodePath(address) })),
    },
  })
}

/** https://www.rfc-editor.org/rfc/rfc9309. What is only for one person, or made anew at each visit, is no use to a search engine. */
function robots({ site }: PageIndex): string {
  const closed = ['/api/', '/contribuer/', '/moderation/', '/notes/*/signaler/', '/recherche/', '/suivi/']
  return `User-agent: *
${closed.map((path) => `Disallow: ${path}\n`).join('')}
Sitemap: ${site.url}/sitemap.xml
`
}

/**
 * https://www.rfc-editor.org/rfc/rfc9116. `Expires` is the day until which the organisers said, in site.yml, that
 * somebody reads what comes there; a date reckoned from the hour of the visit would promise that for ever.
 */
function securityText(site: SiteSettings, { contact, expires }: NonNullable<SiteSettings['security']>): string {
  return `Contact: ${contact}
Expires: ${expires}T23:59:59Z
Preferred-Languages: ${[...new Set([site.lang, 'en'])].join(', ')}
Canonical: ${site.url}/.well-known/security.txt
`
}
