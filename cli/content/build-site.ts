import { gzipSync } from 'node:zlib'
import { INDEX_FORMAT, type PageIndex, type Session } from '../../worker/site/page-index'
import { renderPage } from '../../worker/site/page-markdown'
import { PageView } from '../../worker/site/page-view'
import { encodePath } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import { renderDocument } from '../../worker/site/shell'
import { stringsFor } from '../../worker/site/strings'
import { styleSource } from '../../worker/site/style'
import { resolveReferences } from './links'
import { checkSessions, sessionsOf } from './programme'
import { contentHash, idOf, readContent, type SourcePage, titleOf } from './read'
import type { ContentRemark } from './remarks'
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
  const content = await readContent(root)
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

  const sessions = await sessionsOf(content.pages)
  const style = await styleSource('reading')
  const index: BuiltIndex = { format: INDEX_FORMAT, site: settings, pages: {}, files: {} }
  const built: BuiltSite = { index, sessions, bodies: new Map() }
  for (const page of content.pages) {
    const bytes = new TextEncoder().encode(renderSourcePage(page, settings, sessions))
    const body = `page/${contentHash(bytes)}.html`
    built.bodies.set(body, bytes)
    index.pages[page.address] = {
      body,
      title: titleOf(page),
      id: idOf(page),
      ...(page.front.notes && { notes: page.front.notes }),
      style,
      weight: gzipSync(bytes, { level: 9 }).length,
    }
  }
  for (const { address, bytes } of content.files) {
    const key = `file/${contentHash(bytes)}${/\.[^./]+$/.exec(address)?.[0] ?? ''}`
    built.bodies.set(key, bytes)
    index.files[address] = key
  }
  return { site: built, remarks }
}

function renderSourcePage(page: SourcePage, site: SiteSettings, sessions: Session[]): string {
  const { address, front, parsed } = page
  const lang = front.lang ?? site.lang
  return renderDocument({
    site,
    title: titleOf(page),
    description: front.description,
    address,
    lang,
    hideNavigation: front.hide.includes('navigation'),
    feed: front.notes && address !== '/' ? `${encodePath(address)}feed.xml` : undefined,
    weighed: true,
    children: PageView({
      site,
      lang,
      heading: parsed.heading?.html ?? escapeText(titleOf(page)),
      html: renderPage(parsed, stringsFor(lang)),
      contents: front.hide.includes('toc') || parsed.headings.length < CONTENTS_FROM ? [] : parsed.headings,
      takesNotes: front.notes !== undefined,
      session: sessions.find((session) => session.address === address),
      sessionsOfDay: front.day === undefined ? undefined : sessionsOn(front.day, sessions),
    }),
  })
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
