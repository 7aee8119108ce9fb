import type { Session } from '../../worker/site/page-index'
import type { Neighbours, Way } from '../../worker/site/page-ways'
import type { ListedSession } from '../../worker/site/sessions-view'
import type { SiteSettings } from '../../worker/site/settings'
import { describeEvent, describeSession, describeWork, type StructuredData } from '../../worker/site/structured-data'
import { lineage, readingOrder } from './reading-order'
import { type SourcePage, titleOf } from './source-page'

/** Everything that a page shows beside its own file and the settings: with these it is made, and by these it is known. */
export type Shown = {
  lang: string
  title: string
  session: Session | undefined
  sessionsOfDay: ListedSession[] | undefined
  above: Way[]
  neighbours: Neighbours
  data: StructuredData
}

export function shownOn(page: SourcePage, whole: Whole): Shown {
  const { lang, title, session } = pageIn(whole, page)
  return {
    lang,
    title,
    session,
    sessionsOfDay: page.front.day === undefined ? undefined : sessionsOn(page.front.day, whole),
    above: hides(page, 'path') ? [] : pagesAbove(page, whole),
    neighbours: hides(page, 'footer') ? { previous: undefined, next: undefined } : neighboursOf(page, whole),
    data: dataOf(page, whole),
  }
}

/** What a page needs to know of the others. */
export type Whole = {
  site: SiteSettings
  sessions: Session[]
  sessionAt: Map<string, Session>
  pageAt: Map<string, SourcePage>
  inOrder: SourcePage[]
  placeOf: Map<SourcePage, number>
}

export function wholeOf(site: SiteSettings, sessions: Session[], pages: SourcePage[]): Whole {
  const inOrder = readingOrder(pages, site)
  return {
    site,
    sessions,
    sessionAt: new Map(sessions.map((session) => [session.address, session])),
    pageAt: new Map(pages.map((page) => [page.address, page])),
    inOrder,
    placeOf: new Map(inOrder.map((page, n) => [page, n])),
  }
}

function pageIn({ site, sessionAt }: Whole, page: SourcePage) {
  return { lang: page.front.lang ?? site.lang, title: titleOf(page), session: sessionAt.get(page.address) }
}

function dataOf(page: SourcePage, whole: Whole): StructuredData {
  const { site } = whole
  const { lang, title, session } = pageIn(whole, page)
  if (session) return describeSession(site, session, lang)
  if (page.address === '/') return describeEvent(site)
  return describeWork(site, { address: page.address, name: title, lang, description: page.front.description })
}

/** As MkDocs Material: `path` is the breadcrumbs, `footer` the neighbours; without navigation there is neither. */
function hides({ front }: SourcePage, part: 'path' | 'footer'): boolean {
  return front.hide.includes(part) || front.hide.includes('navigation')
}

/** The home page alone is no way worth showing: the logo leads there. */
function pagesAbove({ address }: SourcePage, whole: Whole): Way[] {
  const pages = lineage(address)
    .slice(0, -1)
    .flatMap((above) => whole.pageAt.get(above) ?? [])
  return pages.length > 1 ? pages.map((page) => wayTo(page, whole)) : []
}

function neighboursOf(page: SourcePage, whole: Whole): Neighbours {
  const at = whole.placeOf.get(page) ?? 0
  const [previous, next] = [whole.inOrder[at - 1], whole.inOrder[at + 1]]
  return { previous: previous && wayTo(previous, whole), next: next && wayTo(next, whole) }
}

function wayTo(page: SourcePage, whole: Whole): Way {
  const { lang, title } = pageIn(whole, page)
  return { address: page.address, title, lang }
}

function sessionsOn(day: string, { site, sessions, pageAt }: Whole): ListedSession[] {
  return sessions
    .filter(({ start }) => start.startsWith(day))
    .map((session) => ({ ...session, lang: pageAt.get(session.address)?.front.lang ?? site.lang }))
}
