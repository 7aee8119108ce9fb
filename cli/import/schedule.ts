import { pageAddress } from '../../worker/site/paths'
import { shortCode } from '../../worker/site/short-code'
import { CommandError } from '../command'
import { buildSite } from '../content/build-site'
import { sessionsOf } from '../content/programme'
import { readContent } from '../content/read'
import { type ContentRemark, formatRemarks } from '../content/remarks'
import { idOf, type SourcePage } from '../content/source-page'
import { type ContentChange, presentFile, remarksAfter, writeChange } from './content-change'
import { type Foreign, formatForeign } from './foreign'
import { type ForeignSession, readFrabSchedule } from './frab'
import { renamedLinks } from './renamed-links'
import { newSessionFile, updatedSessionFile } from './session-file'
import { changedSettings } from './session-settings'
import { freeSlug, slugOf } from './slug'
import { silently, type Tell } from './tell'
import { readTextFile } from './text-file'

/** Where new sessions are written. */
const FOLDER = 'content/sessions'

/**
 * Brings a frab or pretalx schedule into `content/`: a page for each new session; a session that is there already (the
 * same guid) keeps its text and its notes, whatever moved. One that is renamed moves with its name, and its old address
 * leads to the new one. What the schedule does not have stays.
 * @returns What is said to the person, line by line.
 * @throws CommandError when the result would not build: nothing was written.
 */
export async function importSchedule(
  root: string,
  file: string,
  { rehearsal }: { rehearsal: boolean },
  tell: Tell = silently,
): Promise<string[]> {
  const content = await readContent(root)
  const faults = faultsOf(content.remarks)
  if (!content.site || faults.length > 0) {
    throw new CommandError(`content/ a des fautes, corrigez-les d’abord :\n${formatRemarks(faults)}`)
  }
  const sessions = readFrabSchedule(await readTextFile(file), content.site.timezone, content.site.lang)
  if (sessions.length === 0) throw new CommandError(`${file} ne contient aucune séance : rien n’a été changé.`)
  tell(sessions.length, (count) => `${count} séances lues ; le site qu’elles feraient se vérifie…`)

  const settings = changedSettings(content.site, sessions)
  const plan = await planSessions(content.pages, Object.keys(content.site.redirects), sessions)
  const change: ContentChange = { written: new Map(), removed: new Set() }
  const said: string[] = []
  const foreign: Foreign[] = []
  const moved = new Map<string, string>()
  for (const { session, page, path } of plan) {
    const names = { room: settings.roomOf(session), theme: settings.themeOf(session) }
    const at = (message: string) => ({ file, line: session.line, message })
    const left = session.left.map(at)
    if (!page) {
      change.written.set(path, newSessionFile(session, names))
      foreign.push(...left, ...session.textChanges.map((each) => at(`« ${session.title} » : ${each}`)))
      said.push(`+ ${session.start.replace('T', ' ')}  ${session.title}  (${path})`)
      continue
    }
    const before = new TextDecoder().decode((await presentFile(root, page.file)) ?? new Uint8Array())
    const { text, differences } = updatedSessionFile(before, page, session, names, path !== page.file)
    if (path !== page.file) {
      moved.set(page.file, path)
      change.removed.add(page.file)
    }
    if (differences.length === 0 && path === page.file) continue
    change.written.set(path, text)
    foreign.push(...left)
    said.push(`~ ${session.title}  (${path})`, ...differences.map((each) => `    ${each}`))
  }
  for (const [path, text] of await renamedLinks(root, content.pages, moved, change.written))
    change.written.set(path, text)
  const siteText = new TextDecoder().decode((await presentFile(root, 'content/site.yml')) ?? new Uint8Array())
  const newSite = settings.write(siteText, moved)
  if (newSite !== siteText) change.written.set('content/site.yml', newSite)
  said.push(...settings.said)

  await refuseWhatDoesNotBuild(root, change, file, plan)
  if (!rehearsal) await writeChange(root, change)
  const kept = await absentFrom(sessions, content.pages)
  const unchanged = plan.length - said.filter((line) => /^[+~] /.test(line)).length
  return [
    ...said,
    `= ${unchanged} inchangée${unchanged > 1 ? 's' : ''}`,
    ...formatForeign(foreign),
    ...kept.map((title) => `? ${title} : absente du programme repris, gardée telle quelle`),
  ]
}

type Planned = { session: ForeignSession; page: SourcePage | undefined; path: string }

async function planSessions(pages: SourcePage[], redirects: string[], sessions: ForeignSession[]): Promise<Planned[]> {
  const byGuid = await pagesByGuid(pages)
  const codes = new Set(pages.map((page) => shortCode(idOf(page))))
  const taken = new Set([
    ...pages.map(({ file }) => file),
    ...redirects.map((address) => `content${address.replace(/\/$/, '.md')}`),
  ])
  return sessions.map((session) => {
    const page = byGuid.get(session.guid)
    if (page && !isRenamed(page, session)) return { session, page, path: page.file }
    const folder = page ? page.file.slice(0, page.file.lastIndexOf('/')) : FOLDER
    const pathOf = (slug: string) => `${folder}/${slug}.md`
    const codeOf = (slug: string) => shortCode(pageAddress(pathOf(slug).slice('content/'.length)) ?? '')
    // Two posters with one short address would be a fault that nobody can mend in the schedule.
    const isTaken = (slug: string) => slug === 'index' || taken.has(pathOf(slug)) || (!page && codes.has(codeOf(slug)))
    const slug = freeSlug(slugOf(session.title), isTaken)
    taken.add(pathOf(slug))
    codes.add(codeOf(slug))
    return { session, page, path: pathOf(slug) }
  })
}

async function pagesByGuid(pages: SourcePage[]): Promise<Map<string, SourcePage>> {
  const byAddress = new Map(pages.map((page) => [page.address, page]))
  return new Map(
    (await sessionsOf(pages)).flatMap(({ guid, address }) => {
      const page = byAddress.get(address)
      return page ? [[guid.toLowerCase(), page] as const] : []
    }),
  )
}

/** A file that somebody named otherwise than by its title keeps its name. */
function isRenamed({ file, front }: SourcePage, { title }: ForeignSession): boolean {
  if (front.title === undefined || slugOf(front.title) === slugOf(title)) return false
  const name = file.slice(file.lastIndexOf('/') + 1, -'.md'.length)
  return name.replace(/-\d+$/, '') === slugOf(front.title).replace(/-\d+$/, '')
}

async function absentFrom(sessions: ForeignSession[], pages: SourcePage[]): Promise<string[]> {
  const guids = new Set(sessions.map(({ guid }) => guid))
  return (await sessionsOf(pages)).filter(({ guid }) => !guids.has(guid.toLowerCase())).map(({ title }) => title)
}

async function refuseWhatDoesNotBuild(
  root: string,
  change: ContentChange,
  file: string,
  plan: Planned[],
): Promise<void> {
  const faults = faultsOf(await remarksAfter(root, change))
  if (faults.length === 0) return
  const stood = new Set(faultsOf((await buildSite(root)).remarks).map(told))
  const fileBefore = new Map(plan.map(({ page, path }) => [path, page?.file ?? path]))
  const stoodBefore = (fault: ContentRemark) =>
    stood.has(told({ ...fault, file: fileBefore.get(fault.file) ?? fault.file }))
  const present = faults.filter(stoodBefore)
  const brought = faults.filter((fault) => !stoodBefore(fault))
  const paragraphs = [
    'Le programme repris ne se construirait pas, rien n’a été écrit.',
    ...(present.length > 0 ? [`Déjà dans content/, à corriger là :\n${formatRemarks(present)}`] : []),
    ...(brought.length > 0
      ? [`Dans le programme, à corriger à sa source :\n${formatRemarks(atSource(brought, file, plan))}`]
      : []),
  ]
  throw new CommandError(`${paragraphs.join('\n')}\nPuis relancez.`)
}

/** Faults of pages that are not written yet stand where the schedule speaks of their sessions. */
function atSource(faults: ContentRemark[], source: string, plan: Planned[]): ContentRemark[] {
  const unwritten = new Map(
    plan.flatMap(({ session, page, path }) => (page?.file === path ? [] : [[path, session] as const])),
  )
  const named = (text: string) =>
    [...unwritten].reduce((all, [path, { title }]) => all.replaceAll(path, `la séance « ${title} »`), text)
  return faults.map((fault) => {
    const session = unwritten.get(fault.file)
    const message = named(fault.message)
    if (!session) return { ...fault, message }
    return { ...fault, file: source, line: session.line, message: `la séance « ${session.title} » : ${message}` }
  })
}

function faultsOf(remarks: ContentRemark[]): ContentRemark[] {
  return remarks.filter(({ severity }) => severity === 'fault')
}

/** Where a fault is, but for its line: a key that is written above moves that. */
function told({ file, message }: ContentRemark): string {
  return `${file} ${message}`
}
