import { gzipSync } from 'node:zlib'
import { styleSourceOf } from '../../worker/site/needed-style'
import { INDEX_FORMAT, type PageIndex, type Session } from '../../worker/site/page-index'
import { renderHeading, renderPage } from '../../worker/site/page-renderer'
import { PageView } from '../../worker/site/page-view'
import type { Neighbours, Way } from '../../worker/site/page-ways'
import { encodePath } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import { renderDocument } from '../../worker/site/shell'
import { stringsFor } from '../../worker/site/strings'
import { describeEvent, describeSession, describeWork, type StructuredData } from '../../worker/site/structured-data'
import { calendarZone } from './calendar-zone'
import { resolveReferences } from './links'
import { portableSource } from './page-source'
import { checkSessions, sessionsOf } from './programme'
import { contentHash, idOf, readContent, type SourcePage, titleOf } from './read'
import { lineage, readingOrder } from './reading-order'
import type { ContentRemark } from './remarks'
import { setWords } from './set-words'
import { checkSettings } from './settings'

/** The index as the build knows it: the session data gets its key when it is published. */
export type BuiltIndex = Omit<PageIndex, 'sessions'>

export type BuiltSite = {
  index: BuiltIndex
  sessions: Session[]
  /** KV key → the bytes of a page or a file. */
  bodies: Map<string, Uint8Array>
}

/**
 * The whole site from `content/`. The same content gives the same bytes, whatever the hour.
 * @param root The project's folder.
 * @returns `site` is null when there is a fault; `remarks` lists all of them, and the warnings.
 */
export async function buildSite(root: string): Promise<{ site: BuiltSite | null; remarks: ContentRemark[] }> {
  const content = setWords(await readContent(root))
  const { remarks, site: settings } = content
  const report = (remark: ContentRemark) => remarks.push(remark)
  resolveReferences(content, report)
  reportMissingTitles(content.pages, report)
  reportSharedIds(content.pages, report)
  if (settings) {
    checkSettings(settings, content, report)
    checkSessions(settings, content.pages, report)
  }
  if (!settings || remarks.some(({ severity }) => severity === 'fault')) return { site: null, remarks }

  const zone = calendarZone(settings.timezone)
  const sessions = await sessionsOf(content.pages)
  const index: BuiltIndex = {
    format: INDEX_FORMAT,
    site: settings,
    pages: {},
    files: {},
    ...(zone && { calendarZone: zone }),
  }
  const built: BuiltSite = { index, sessions, bodies: new Map() }
  const whole: Whole = { site: settings, sessions, inOrder: readingOrder(content.pages, settings) }
  for (const page of content.pages) {
    const html = renderSourcePage(page, whole)
    const bytes = new TextEncoder().encode(html)
    const body = `page/${contentHash(bytes)}.html`
    built.bodies.set(body, bytes)
    const source = new TextEncoder().encode(portableSource(page, { ...pageIn(whole, page), site: settings }))
    const markdown = `page/${contentHash(source)}.md`
    built.bodies.set(markdown, source)
    const { lang } = page.front
    index.pages[page.address] = {
      body,
      markdown,
      title: titleOf(page),
      id: idOf(page),
      ...(lang && lang !== settings.lang && { lang }),
      ...(page.front.notes && { notes: page.front.notes }),
      style: await styleSourceOf(html),
      weight: gzipSync(bytes).length,
    }
  }
  for (const { address, bytes } of content.files) {
    const key = `file/${contentHash(bytes)}${/\.[^./]+$/.exec(address)?.[0] ?? ''}`
    built.bodies.set(key, bytes)
    index.files[address] = key
  }
  return { site: built, remarks }
}

/** What a page needs to know of the others. */
type Whole = { site: SiteSettings; sessions: Session[]; inOrder: SourcePage[] }

function renderSourcePage(page: SourcePage, whole: Whole): string {
  const { address, front, parsed } = page
  const { site, sessions } = whole
  const { lang, title, session } = pageIn(whole, page)
  const t = stringsFor(lang)
  return renderDocument({
    site,
    title,
    description: front.description,
    address,
    lang,
    hideNavigation: front.hide.includes('navigation'),
    feed: front.notes && address !== '/' ? `${encodePath(address)}feed.xml` : undefined,
    weighed: true,
    hasMarkdown: true,
    data: dataOf(page, whole),
    children: PageView({
      site,
      lang,
      heading: renderHeading(parsed, t) ?? escapeText(title),
      html: renderPage(parsed, t),
      contents: front.hide.includes('toc') || parsed.headings.length < CONTENTS_FROM ? [] : parsed.headings,
      takesNotes: front.notes !== undefined,
      session,
      sessionsOfDay: front.day === undefined ? undefined : sessionsOn(front.day, sessions),
      above: hides(page, 'path') ? [] : pagesAbove(page, whole),
      neighbours: hides(page, 'footer') ? { previous: undefined, next: undefined } : neighboursOf(page, whole),
    }),
  })
}

function pageIn({ site, sessions }: Whole, page: SourcePage) {
  const session = sessions.find(({ address }) => address === page.address)
  return { lang: page.front.lang ?? site.lang, title: titleOf(page), session }
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
    .flatMap((above) => whole.inOrder.find((page) => page.address === above) ?? [])
  return pages.length > 1 ? pages.map((page) => wayTo(page, whole)) : []
}

function neighboursOf(page: SourcePage, whole: Whole): Neighbours {
  const at = whole.inOrder.indexOf(page)
  const [previous, next] = [whole.inOrder[at - 1], whole.inOrder[at + 1]]
  return { previous: previous && wayTo(previous, whole), next: next && wayTo(next, whole) }
}

function wayTo(page: SourcePage, whole: Whole): Way {
  const { lang, title } = pageIn(whole, page)
  return { address: page.address, title, lang }
}

function sessionsOn(day: string, sessions: Session[]): Session[] {
  return sessions.filter(({ start }) => start.startsWith(day))
}

/** A table of contents for fewer sections than this is longer than the way it saves. */
const CONTENTS_FROM = 3

function reportMissingTitles(pages: SourcePage[], report: (remark: ContentRemark) => void): void {
  for (const page of pages) {
    if (titleOf(page) !== '') continue
    const message = 'la page n’a pas de titre : title: dans l’en-tête, ou une ligne « # Titre »'
    report({ file: page.file, line: 1, severity: 'fault', message })
  }
}

/** Notes belong to an id: two pages with one id would show each other's. */
function reportSharedIds(pages: SourcePage[], report: (remark: ContentRemark) => void): void {
  for (const [id, sharing] of Map.groupBy(pages, idOf)) {
    for (const { file } of sharing.slice(1)) {
      report({ file, line: 1, severity: 'fault', message: `le même id que ${sharing[0]?.file} : ${id}` })
    }
  }
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
