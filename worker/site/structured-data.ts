import { raw } from 'hono/html'
import type { Session } from './page-index'
import { encodePath } from './paths'
import { nameIn } from './sessions-view'
import type { SiteSettings } from './settings'
import { withOffset } from './zoned-time'

/** What a page is, in the words of https://schema.org, for search engines and archives. */
export type StructuredData = Record<string, unknown>

/**
 * A block of data and no program: browsers do not run it, and a policy without scripts lets it stand
 * (https://html.spec.whatwg.org/multipage/scripting.html#data-block). No text in it can end it.
 */
export function dataBlock(data: StructuredData) {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data })
  return raw(`<script type="application/ld+json">${json.replaceAll('<', '\\u003c')}</script>`)
}

/** The event as a whole, on its home page. Each session names it (`superEvent`): to list them here too says nothing new. */
export function describeEvent(site: SiteSettings): StructuredData {
  return { ...eventItself(site), description: site.description }
}

export function describeSession(site: SiteSettings, session: Session, lang: string): StructuredData {
  const { address, title, description, start, end, room, speakers, status } = session
  const place = { '@type': 'Place', name: site.event.place, address: site.event.place }
  const name = nameIn(site.rooms, room)
  return {
    '@type': 'Event',
    '@id': addressOf(site, address),
    url: addressOf(site, address),
    name: title,
    ...(description && { description }),
    inLanguage: lang,
    startDate: withOffset(start, site.timezone),
    endDate: withOffset(end, site.timezone),
    eventStatus: `https://schema.org/${status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: name ? { '@type': 'Place', name, address: site.event.place, containedInPlace: place } : place,
    ...(speakers.length > 0 && { performer: speakers.map((each) => ({ '@type': 'Person', name: each })) }),
    superEvent: eventItself(site),
  }
}

/** A page of text, or one note. */
type Work = {
  address: string
  name: string
  lang?: string | undefined
  description?: string | undefined
  author?: string | undefined
  /** RFC 3339. */
  published?: string | undefined
  /** Address of the page that it is about. */
  about?: string | undefined
}

export function describeWork(site: SiteSettings, work: Work): StructuredData {
  const { address, name, lang, description, author, published, about } = work
  return {
    '@type': 'CreativeWork',
    '@id': addressOf(site, address),
    url: addressOf(site, address),
    name,
    ...(description && { description }),
    ...(lang && { inLanguage: lang }),
    ...(author && { author: { '@type': 'Person', name: author } }),
    ...(published && { datePublished: published }),
    ...(about && { about: idOf(site, about) }),
    license: site.licence.url,
    isPartOf: { '@type': 'WebSite', name: site.title, url: addressOf(site, '/') },
  }
}

function eventItself(site: SiteSettings): StructuredData {
  const { name, start, end, place } = site.event
  return {
    '@type': 'Event',
    '@id': `${site.url}/#event`,
    name,
    url: addressOf(site, '/'),
    startDate: start,
    endDate: end,
    location: { '@type': 'Place', name: place, address: place },
  }
}

function idOf(site: SiteSettings, address: string): StructuredData {
  return { '@id': addressOf(site, address) }
}

function addressOf(site: SiteSettings, address: string): string {
  return site.url + encodePath(address)
}
