import { dayOf } from '../../site/dates'
import { languageAt, type PageIndex, type PublishedSession } from '../../site/page-index'
import { encodePath } from '../../site/paths'
import { nameIn } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'
import { stableNumber } from '../../site/stable-number'
import { uuidFrom } from '../../site/stable-uuid'
import { type Strings, stringsFor } from '../../site/strings'
import { minutesBetween, withOffset } from '../../site/zoned-time'
import { sessionTitle } from './calendar'
import { eventDays } from './sessions'

/**
 * The programme in the shape that frab began, that pretalx writes and that Giggity, EventFahrplan and the c3voc tools
 * read. https://c3voc.de/wiki/schedule, https://c3voc.de/schedule/schema.json
 */
export type FrabSchedule = Awaited<ReturnType<typeof frabSchedule>>
export type FrabEvent = ReturnType<typeof frabEvent>

/** @param version What tells apps that something changed. Default: from when the sessions were published. */
export async function frabSchedule(
  index: PageIndex,
  sessions: PublishedSession[],
  version = index.sessions.replace(/^sessions\/(.{8}).*$/, '$1'),
) {
  const { site } = index
  const t = stringsFor(site.lang)
  const days = eventDays(site)
  const url = `${site.url}/programme/`
  return {
    $schema: 'https://c3voc.de/schedule/schema.json',
    generator: { name: 'Kesako', version: '1', url: site.url },
    schedule: {
      version,
      base_url: url,
      conference: {
        acronym: acronymOf(site),
        title: site.event.name,
        start: site.event.start,
        end: site.event.end,
        daysCount: days.length,
        timeslot_duration: '00:05',
        time_zone_name: site.timezone,
        url,
        rooms: await Promise.all(roomsOf(site, sessions, t).map(frabRoom)),
        tracks: site.themes.map(({ id, name }, n) => ({ name, slug: id, color: trackColors[n % trackColors.length] })),
        days: days.map((date, n) => frabDay(index, date, n + 1, sessions, t)),
      },
    },
  }
}

function acronymOf({ name, event }: SiteSettings): string {
  return `${asciiWord(name, '_')}_${event.start.slice(0, 4)}`
}

type Room = { id: string; name: string }

function roomOf(site: SiteSettings, session: PublishedSession, t: Strings): Room {
  return site.rooms.find(({ id }) => id === session.room) ?? { id: '', name: t.programme.roomToCome }
}

/** The rooms of the site in its order; where a session has none yet, one that says so. */
function roomsOf(site: SiteSettings, sessions: PublishedSession[], t: Strings): Room[] {
  const toCome = sessions.map((session) => roomOf(site, session, t)).find(({ id }) => id === '')
  return toCome ? [...site.rooms, toCome] : site.rooms
}

async function frabRoom({ id, name }: Room) {
  return { name, guid: await uuidFrom(`kesako room ${id}`), description: null, capacity: null }
}

function frabDay(index: PageIndex, date: string, number: number, sessions: PublishedSession[], t: Strings) {
  const { site } = index
  const ofDay = sessions.filter((session) => dayOf(session) === date)
  const byRoom = Map.groupBy(ofDay, (session) => roomOf(site, session, t).name)
  const held = roomsOf(site, ofDay, t).filter(({ name }) => byRoom.has(name))
  return {
    index: number,
    date,
    day_start: withOffset(`${date}T00:00`, site.timezone),
    day_end: withOffset(`${date}T23:59`, site.timezone),
    rooms: Object.fromEntries(
      held.map(({ name }) => [name, byRoom.get(name)?.map((session) => frabEvent(index, session, name, t)) ?? []]),
    ),
  }
}

function frabEvent(index: PageIndex, session: PublishedSession, room: string, t: Strings) {
  const { site } = index
  const url = site.url + encodePath(session.address)
  const id = appNumber(session.guid)
  const minutes = minutesBetween(session.start, session.end, site.timezone)
  return {
    id,
    guid: session.guid,
    date: withOffset(session.start, site.timezone),
    start: session.start.slice(11),
    duration: `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`,
    room,
    slug: [acronymOf(site), id, asciiWord(session.address, '-')].filter(Boolean).join('-'),
    url,
    title: sessionTitle(session, t),
    subtitle: { confirmed: '', cancelled: t.cancelled, moved: t.moved }[session.status],
    track: nameIn(site.themes, session.theme) ?? null,
    type: t.programme.type,
    language: languageAt(index, session.address),
    abstract: session.description ?? '',
    description: '',
    recording_license: '',
    // As pretalx has them: with a number besides they would be frab's too, and the schema wants one of both.
    persons: session.speakers.map((name) => ({ name, public_name: name })),
    links: linksOf(url, index.pages[session.address]?.notes !== undefined, t),
    attachments: [],
  }
}

function linksOf(url: string, hasNotes: boolean, t: Strings) {
  const link = (title: string, to: string) => ({ title, url: to, type: 'related' })
  return [
    link(t.programme.sessionPage, url),
    ...(hasNotes
      ? [link(t.programme.sessionNotes, `${url}#notes`), link(t.programme.sessionFeed, `${url}feed.xml`)]
      : []),
  ]
}

/** A number that stays. Apps keep ids as signed numbers of 32 bits. */
export function appNumber(words: string): number {
  return stableNumber(words) >>> 1 || 1
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function asciiWord(text: string, separator: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join(separator)
}

/** Apps colour a theme by them: dark enough under white letters. */
const trackColors = ['#00596b', '#7a4b00', '#5a3c78', '#1f6a3f', '#a1231d', '#3d4f7c', '#6b5b1e', '#7a2f5c']
