import type { KVNamespace } from '@cloudflare/workers-types'
import { readPublished } from '../../publishing/published-values'
import type { Counts } from '../../publishing/values'
import { dayOf } from '../../site/dates'
import { languageAt, type PageIndex, type PublishedSession, type Session } from '../../site/page-index'
import type { ListedSession } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'

/** As lists and posters show it. */
export function listed(index: PageIndex, session: Session): ListedSession {
  return { ...session, lang: languageAt(index, session.address) }
}

export function sessionAt(sessions: PublishedSession[], address: string): PublishedSession | undefined {
  return sessions.find((session) => session.address === address)
}

/**
 * What runs at a moment, what would if it were not cancelled, and what comes up to the next session that takes place;
 * where none does any more, what would have come next.
 * @param hasCome Whether a local time has come by then.
 */
export function nowAndNext(sessions: PublishedSession[], hasCome: (local: string) => boolean) {
  const now = sessions.filter(({ start, end }) => hasCome(start) && !hasCome(end))
  const coming = sessions.filter(({ start }) => !hasCome(start))
  const next = coming.find(takesPlace) ?? coming[0]
  return {
    running: now.filter(takesPlace),
    cancelled: now.filter((session) => !takesPlace(session)),
    next: coming.filter(({ start }) => next && start <= next.start),
  }
}

export function takesPlace({ status }: Session): boolean {
  return status !== 'cancelled'
}

/** The days that have sessions, in order. */
export function sessionDays(sessions: PublishedSession[]): string[] {
  return [...new Set(sessions.map(dayOf))]
}

/** The programme's own pages, while it has sessions; not « maintenant », which is true for a minute. */
export function programmeAddresses(sessions: PublishedSession[]): string[] {
  const days = sessionDays(sessions).map((day) => `/programme/${day}/`)
  return days.length === 0 ? [] : ['/programme/', ...days]
}

/** Every day of the event, with sessions or without. */
export function eventDays({ event }: SiteSettings): string[] {
  const days: string[] = []
  for (let day = Date.parse(event.start); day <= Date.parse(event.end); day += 24 * 60 * 60_000) {
    days.push(new Date(day).toISOString().slice(0, 10))
  }
  return days
}

/** Whether a programme of that day exists: it is a day of the event, with sessions or without. */
export function isEventDay(index: PageIndex, day: string): boolean {
  const { start, end } = index.site.event
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
  return isDate && day >= start && day <= end
}

/** How many notes the pages show, as this isolate holds it. */
export async function publishedCounts(pages: KVNamespace): Promise<{ held: object; counts: Counts }> {
  const held = await readPublished<Counts>(pages, 'counts')
  return { held, counts: held.value ?? {} }
}
