import { join } from 'node:path'
import { INDEX_FORMAT, type PageIndex, type Session } from '../../worker/site/page-index'
import { makeApiDescription } from './api-description'
import { Bodies } from './bodies'
import { bodyFile, markdownFile } from './body-files'
import { calendarZone } from './calendar-zone'
import { contentHash } from './content-hash'
import { resolveReferences } from './links'
import { type Made, type MadeBefore, type MadePage, nothingMade } from './made-before'
import { makePage } from './make-page'
import { checkDays, checkSessions, sessionsOf } from './programme'
import { filesToKeep, readContent } from './read'
import type { ContentRemark } from './remarks'
import { setWords } from './set-words'
import { checkSettings } from './settings'
import { weighImages } from './shown-images'
import { shownOn, wholeOf } from './shown-on-page'
import { idOf, type SourcePage, titleOf } from './source-page'
import { lineFinder } from './yaml'

/** The index as the build knows it: the session data gets its key when it is published. */
export type BuiltIndex = Omit<PageIndex, 'sessions'>

export type BuiltSite = {
  index: BuiltIndex
  sessions: Session[]
  bodies: Bodies
}

/** With what the next build may take from this one. */
export type FreshSite = BuiltSite & { made: Record<string, MadePage> }

/**
 * The whole site from `content/`. The same content gives the same bytes, whatever the hour.
 * @param root The project's folder.
 * @param before What an earlier build left: pages that would come out the same are not made again.
 * @returns `site` is null when there is a fault; `remarks` lists all of them, and the warnings.
 */
export async function buildSite(
  root: string,
  before: MadeBefore = nothingMade,
): Promise<{ site: FreshSite | null; remarks: ContentRemark[] }> {
  const content = setWords(await readContent(root, before))
  const { remarks, site: settings } = content
  const report = (remark: ContentRemark) => remarks.push(remark)
  resolveReferences(content, report)
  const imagesOf = weighImages(content, report)
  reportMissingTitles(content.pages, report)
  reportSharedIds(content.pages, report)
  if (settings) {
    checkSettings(settings, content, report)
    checkSessions(settings, content, report)
    checkDays(settings, content, report)
  }
  if (!settings || remarks.some(({ severity }) => severity === 'fault')) return { site: null, remarks }

  const zone = calendarZone(settings.timezone)
  const sessions = await sessionsOf(content.pages)
  const bodies = new Bodies()
  const index: BuiltIndex = {
    format: INDEX_FORMAT,
    site: settings,
    pages: {},
    files: {},
    ...(sessions.length === 0 && { withoutSessions: true }),
    ...(zone && { calendarZone: zone }),
    api: await makeApiDescription(settings, bodies),
  }
  const made: Record<string, MadePage> = {}
  const whole = wholeOf(settings, sessions, content.pages)
  for (const page of content.pages) {
    const shown = shownOn(page, whole)
    const links = page.parsed.references.map(({ token }) => token.href)
    const from = contentHash(page.read.source, JSON.stringify([links, shown]))
    const old = before.pages[page.file]
    const isSame = old?.from === from && isStanding(old, page, before)
    const result = isSame ? leave(old, page, before, bodies) : await makePage(page, settings, shown, bodies)
    made[page.file] = { ...page.read, from, ...result }
    const { lang } = page.front
    const images = imagesOf.get(page)
    index.pages[page.address] = {
      body: result.body,
      markdown: result.markdown,
      title: titleOf(page),
      id: idOf(page),
      ...(lang && lang !== settings.lang && { lang }),
      ...(page.front.notes && { notes: page.front.notes }),
      style: result.style,
      weight: result.weight,
      ...(images && { images }),
    }
  }
  for (const { address, bytes } of filesToKeep(content)) {
    const key = `file/${contentHash(bytes)}${/\.[^./]+$/.exec(address)?.[0] ?? ''}`
    bodies.set(key, bytes)
    index.files[address] = key
  }
  return { site: { index, sessions, bodies, made }, remarks }
}

function isStanding({ body, markdown }: Made, { address }: SourcePage, { standing }: MadeBefore): boolean {
  return standing.get(bodyFile(address)) === body && standing.get(markdownFile(address)) === markdown
}

function leave(made: Made, { address }: SourcePage, before: MadeBefore, bodies: Bodies): Made {
  bodies.leave(made.body, join(before.folder, bodyFile(address)))
  bodies.leave(made.markdown, join(before.folder, markdownFile(address)))
  const { body, markdown, style, weight } = made
  return { body, markdown, style, weight }
}

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
    for (const { file, matter, front } of sharing.slice(1)) {
      // Without one of its own its address is its id.
      const line = front.id === undefined ? 1 : lineFinder(matter, 2)(['id'])
      report({ file, line, severity: 'fault', message: `le même id que ${sharing[0]?.file} : ${id}` })
    }
  }
}
