import { alphabetically } from './alphabetical'
import { unsaidSettings } from './setting-defaults'
import type { SiteSettings } from './settings'

/** The shape below. Another one is refused: publish again. What an older index lacks is filled in (`unsaidSettings`) or optional below. */
export const INDEX_FORMAT = 1

/** The KV key of the one value that names all others of the build. */
export const INDEX_KEY = 'index'

/** What the build knows of the whole site, small enough to be read at every visit that the memory does not answer. */
export type PageIndex = {
  format: typeof INDEX_FORMAT
  site: SiteSettings
  /** Page address → page. */
  pages: Record<string, PageEntry>
  /** Address of a file that stands beside the pages (image, PDF) → its KV key. */
  files: Record<string, string>
  /** KV key of the session data (`PublishedSession[]` as JSON), read by what shows sessions; a page view does not. */
  sessions: string
  /** Whether these are none at all: then no page leads to a programme. */
  withoutSessions?: true
  /** Absent in an index of before there was one. */
  calendarZone?: CalendarZone
  /** Absent in an index of before there was one. */
  api?: ApiDescription
}

/** KV keys of the API's description: `GET /api/openapi.json`, and the page `/api/` with the CSP source of its style. */
export type ApiDescription = { document: string; page: string; style: string }

/** The event's time zone as RFC 5545 has it: the name that its times bear, and the lines of its VTIMEZONE. */
export type CalendarZone = { id: string; rules: string[] }

export type PageEntry = {
  /** KV key of the finished HTML. It holds a hash of its content, so a value never changes under its key. */
  body: string
  title: string
  /** What the page's notes hold on to. */
  id: string
  /** Absent: the site's. */
  lang?: string
  notes?: 'open' | 'closed'
  /** KV key of the page's own text as Markdown. Absent in an index of before there was one. */
  markdown?: string
  /** CSP source of the body's inlined style: `sha256-…`. */
  style: string
  /** Bytes of the body on the wire, gzipped. */
  weight: number
  /** What a browser loads besides: the images that the page shows, and their bytes on the wire. Absent: none. */
  images?: { count: number; weight: number }
}

/** One session of the programme, as the front matter of its page says it. Times are local at the event. */
export type Session = {
  address: string
  title: string
  description?: string
  start: string
  end: string
  room?: string
  theme?: string
  speakers: string[]
  /** Stable for ever: calendars know the session by it. */
  guid: string
  status: 'confirmed' | 'cancelled' | 'moved'
}

/** A session as it was published: RFC 5545's SEQUENCE and DTSTAMP rise only when the session itself changes. */
export type PublishedSession = Session & { hash: string; sequence: number; stamp: string }

/** The index behind the text of its KV value. Throws when it is of a format that this Worker does not read. */
export function parsePageIndex(value: string): PageIndex {
  const index = JSON.parse(value) as PageIndex
  if (index.format !== INDEX_FORMAT) {
    throw new Error(`The page index has format ${index.format}, this Worker reads ${INDEX_FORMAT}: publish again.`)
  }
  return { ...index, site: { ...unsaidSettings, ...index.site } }
}

/** Where the page of this id stands now. Undefined: no page has it any more. */
export function addressOfPage(index: PageIndex, id: string): string | undefined {
  if (index.pages[id]?.id === id) return id
  return Object.keys(index.pages).find((address) => index.pages[address]?.id === id)
}

/** The language of the page of this id, and so of what the program says there. */
export function languageOf(index: PageIndex, id: string): string {
  return languageAt(index, addressOfPage(index, id) ?? '')
}

/** The same of the page at this address. */
export function languageAt(index: PageIndex, address: string): string {
  return index.pages[address]?.lang ?? index.site.lang
}

/** Address and title of the pages that take notes, by title. */
export function openPages(index: PageIndex): [address: string, title: string][] {
  const open = Object.entries(index.pages).filter(([, { notes }]) => notes === 'open')
  return alphabetically(open, ([, { title }]) => title).map(([address, { title }]) => [address, title])
}
