import { type CalendarEvent, iCalendar } from '../../site/icalendar'
import type { CalendarZone, PageIndex, PublishedSession } from '../../site/page-index'
import { encodePath } from '../../site/paths'
import { nameIn } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'
import { type Strings, stringsFor } from '../../site/strings'

/** Sessions as a calendar, RFC 5545. */
export function calendarOf(index: PageIndex, name: string, sessions: PublishedSession[]): string {
  const { site } = index
  const t = stringsFor(site.lang)
  return iCalendar(
    { name, lang: site.lang },
    zoneOf(index),
    sessions.map((session) => calendarEvent(site, session, t)),
  )
}

/** An index of before there were rules in it is followed by one that has them; calendars know most zones by name. */
function zoneOf({ calendarZone, site }: PageIndex): CalendarZone {
  return calendarZone ?? { id: site.timezone, rules: [] }
}

/** A session as calendars show it: a publication counts a new version of it when anything here moves (`publish-site.ts`). */
function calendarEvent(site: SiteSettings, session: PublishedSession, t: Strings): CalendarEvent {
  const { guid, stamp, sequence, start, end, status } = session
  const url = site.url + encodePath(session.address)
  const room = nameIn(site.rooms, session.room) ?? t.programme.roomToCome
  const theme = nameIn(site.themes, session.theme)
  return {
    uid: guid,
    stamp,
    sequence,
    start,
    end,
    summary: sessionTitle(session, t),
    description: [
      ...(status === 'moved' ? [t.programme.movedTo(room)] : []),
      ...(session.description ? [session.description] : []),
      ...(session.speakers.length > 0 ? [session.speakers.join(', ')] : []),
      t.programme.sessionAt(url),
    ].join('\n'),
    location: `${room}, ${site.event.place}`,
    url,
    categories: theme ? [theme] : [],
    cancelled: status === 'cancelled',
  }
}

/** The title, and before it that there is nothing to come for, where a program may not know the state. */
export function sessionTitle({ title, status }: PublishedSession, t: Strings): string {
  return status === 'cancelled' ? t.programme.cancelledTitle(title) : title
}
