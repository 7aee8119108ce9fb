import type { Context } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { publishedSessions } from '../last-published'
import { publishedIndex } from '../published-index'
import { Room } from '../room'
import type { PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { xmlDocument } from '../site/xml'
import { finishDocument, sendPage } from './finished-page'
import { programmeAddresses } from './programme/sessions'

/** What programs look for at addresses of everybody's agreement. All of it is made of what was published: no clock, no D1. */
export const forRobots = new Room()

forRobots.get('/sitemap.xml', async (c) => {
  const index = await publishedIndex(c)
  const sessions = await publishedSessions(c.env.PAGES, index)
  return sendText(c, sitemap(index, programmeAddresses(sessions)), 'application/xml')
})

forRobots.get('/robots.txt', async (c) => sendText(c, robots(await publishedIndex(c)), 'text/plain'))

forRobots.get('/.well-known/security.txt', async (c) => {
  const text = securityText(await publishedIndex(c))
  return text === null ? replyNotFound(c) : sendText(c, text, 'text/plain')
})

async function sendText(c: Context<AppContext>, text: string, type: string): Promise<Response> {
  return sendPage(c, await finishDocument(text, `${type}; charset=utf-8`))
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
function securityText({ site }: PageIndex): string | null {
  if (!site.security) return null
  const { contact, expires } = site.security
  return `Contact: ${contact}
Expires: ${expires}T23:59:59Z
Preferred-Languages: ${[...new Set([site.lang, 'fr', 'en'])].join(', ')}
Canonical: ${site.url}/.well-known/security.txt
`
}
