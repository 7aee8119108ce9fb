import { dayOf, lastDay } from '../../worker/site/dates'
import type { Session } from '../../worker/site/page-index'
import type { SiteSettings } from '../../worker/site/settings'
import { shortCode } from '../../worker/site/short-code'
import { uuidFrom } from '../../worker/site/stable-uuid'
import { timesShown } from '../../worker/site/zoned-time'
import { knownWords } from './explain'
import type { Content } from './read'
import type { ContentRemark } from './remarks'
import { idOf, type SourcePage, titleOf } from './source-page'
import { isSound, lineFinder } from './yaml'

/** The sessions in the order of the programme: by start, then end, then address. */
export async function sessionsOf(pages: SourcePage[]): Promise<Session[]> {
  const sessions = await Promise.all(pages.map(sessionOf))
  return sessions
    .filter((session) => session !== null)
    .sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end) || compare(a.address, b.address))
}

async function sessionOf(page: SourcePage): Promise<Session | null> {
  const { address, front } = page
  if (!front.session) return null
  const { guid, room, theme, ...rest } = front.session
  return {
    ...rest,
    ...(room && { room }),
    ...(theme && { theme }),
    ...(front.description && { description: front.description }),
    address,
    title: titleOf(page),
    guid: guid ?? (await uuidFrom(`kesako session ${idOf(page)}`)),
  }
}

type Timed = SourcePage & { session: NonNullable<SourcePage['front']['session']> }

const times = ['start', 'end'] as const
type Time = (typeof times)[number]

/** Faults of the programme as a whole: what one page alone cannot see. */
export function checkSessions(site: SiteSettings, content: Content, report: (remark: ContentRemark) => void): void {
  const timed = content.pages.flatMap((page) => (page.front.session ? [{ ...page, session: page.front.session }] : []))
  const say = ({ file, matter }: Timed, key: string, severity: ContentRemark['severity'], message: string) =>
    report({ file, line: lineFinder(matter, 2)(['session', key]), severity, message })
  const fault = (page: Timed, key: string, message: string) => say(page, key, 'fault', message)

  const areRoomsKnown = isSound(content.reading.faulty, 'rooms')
  const areThemesKnown = isSound(content.reading.faulty, 'themes')
  const rooms = site.rooms.map(({ id }) => id)
  const themes = site.themes.map(({ id }) => id)
  const isZoneKnown = isSound(content.reading.faulty, 'timezone')
  const isKnown = ({ faulty }: Timed, time: Time) => isSound(faulty, `session.${time}`)

  const checkHour = (page: Timed, key: Time) => {
    const time = page.session[key]
    const shown = timesShown(time, site.timezone)
    const changes = `l’heure change à ce moment (${site.timezone})`
    if (shown === 0) fault(page, key, `${time} n’existe pas, ${changes}`)
    if (shown > 1) say(page, key, 'warning', `${time} existe deux fois, ${changes} : c’est la première`)
  }

  const dates = `la séance sort des dates de l’événement ${knownDates(site, content)}`
  for (const page of timed) {
    const { start, end, room, theme } = page.session
    if (isKnown(page, 'start') && dayOf({ start }) < site.event.start) fault(page, 'start', dates)
    else if (isKnown(page, 'end') && lastDay({ start, end }) > site.event.end) fault(page, 'end', dates)
    else for (const key of isZoneKnown ? times : []) if (isKnown(page, key)) checkHour(page, key)
    if (areRoomsKnown && room && !rooms.includes(room)) {
      fault(page, 'room', `salle inconnue de site.yml : ${room} (${knownWords('connues', rooms, room)})`)
    }
    if (areThemesKnown && theme && !themes.includes(theme)) {
      fault(page, 'theme', `thème inconnu de site.yml : ${theme} (${knownWords('connus', themes, theme)})`)
    }
  }
  const atKnownTimes = timed.filter((page) => isKnown(page, 'start') && isKnown(page, 'end'))
  for (const [page, other] of overlapping(atKnownTimes)) {
    fault(page, 'room', `même salle et même heure que ${other.file}`)
  }
  for (const [page, other] of sharing(timed, ({ session }) => session.guid)) {
    fault(page, 'guid', `le même guid que ${other.file} : ${page.session.guid}`)
  }
  for (const [page, other] of sharing(timed, (each) => shortCode(idOf(each)))) {
    const code = shortCode(idOf(page))
    fault(page, 'start', `la même adresse courte que ${other.file}, /n/${code} : donnez un autre id à l’une des deux`)
  }
}

/** Pages that list a day's sessions: one a day, of a day that the event has. */
export function checkDays(site: SiteSettings, content: Content, report: (remark: ContentRemark) => void): void {
  const { pages } = content
  const fault = ({ file, matter }: SourcePage, message: string) =>
    report({ file, line: lineFinder(matter, 2)(['day']), severity: 'fault', message })
  const { start, end } = site.event
  for (const page of pages) {
    const { day } = page.front
    if (day !== undefined && (day < start || day > end)) {
      fault(page, `le ${day} est hors des dates de l’événement ${knownDates(site, content)}`)
    }
  }
  for (const [page, other] of sharing(pages, ({ front }) => front.day)) {
    fault(page, `le même jour que ${other.file} : ${page.front.day}`)
  }
}

/** In brackets: what stands in for a faulty one is far from every day, and nobody's word. */
function knownDates({ event: { start, end } }: SiteSettings, { reading: { faulty } }: Content): string {
  if (!isSound(faulty, 'event.start')) return `(jusqu’au ${end})`
  return isSound(faulty, 'event.end') ? `(${start} au ${end})` : `(depuis le ${start})`
}

/** Each session that begins in a room before an earlier one there has ended, with the one that ends last. */
function overlapping(timed: Timed[]): [page: Timed, other: Timed][] {
  const held = timed.filter(({ session }) => session.room && session.status !== 'cancelled')
  return [...Map.groupBy(held, ({ session }) => session.room).values()].flatMap((together) => {
    const pairs: [Timed, Timed][] = []
    let longest: Timed | undefined
    for (const page of together.toSorted((a, b) => compare(a.session.start, b.session.start))) {
      if (longest && page.session.start < longest.session.end) pairs.push([page, longest])
      if (!longest || page.session.end > longest.session.end) longest = page
    }
    return pairs
  })
}

/** Each page that has the key of an earlier one, with that one. */
function sharing<Page extends SourcePage>(
  pages: Page[],
  key: (page: Page) => string | undefined,
): [page: Page, other: Page][] {
  const keyed = pages.filter((page) => key(page) !== undefined)
  return [...Map.groupBy(keyed, key).values()].flatMap(([first, ...others]) =>
    first ? others.map((page): [Page, Page] => [page, first]) : [],
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
