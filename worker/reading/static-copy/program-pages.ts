import type { PublishedNote } from '../../publishing/values'
import type { PageIndex, PublishedSession } from '../../site/page-index'
import { renderDocument, type ShellProps } from '../../site/shell'
import { feedOfSite, feedText } from '../feed-text'
import { latestPage } from '../latest-view'
import { planPage } from '../plan-view'
import type { Book } from '../proceedings/book'
import { calendarOf } from '../programme/calendar'
import { frabSchedule } from '../programme/frab-schedule'
import { frabXml } from '../programme/frab-xml'
import { posterPage, postersOfDayPage } from '../programme/poster-view'
import { programmePage } from '../programme/programme-view'
import { eventDays } from '../programme/sessions'

/** A page or document by its address on the site, as the site shows it. */
export type Sheet = { address: string; text: string }

/** Pages that the program writes itself: the programme by day, posters, newest notes, plan. @param newest The newest first. */
export function* programPages(
  index: PageIndex,
  sessions: PublishedSession[],
  book: Book,
  newest: PublishedNote[],
): Iterable<Sheet> {
  const ended = withoutForms(index)
  const counts = Object.fromEntries(
    book.days.flatMap(({ chapters }) => chapters.map(({ page, notes }): [string, number] => [page, notes])),
  )
  const programme = (day: string | undefined) =>
    programmePage({ index: ended, sessions, counts, choice: { day }, choosable: false })
  yield sheet('/programme/', programme(undefined))
  for (const day of eventDays(index.site)) {
    yield sheet(`/programme/${day}/`, programme(day))
    yield sheet(`/programme/${day}/affiches/`, postersOfDayPage(index, sessions, day))
  }
  for (const session of sessions) {
    const poster = posterPage(index, session)
    if (poster) yield sheet(`${session.address}affiche/`, poster)
  }
  yield sheet('/nouveautes/', latestPage(index, newest))
  yield sheet('/plan/', planPage(index))
}

function sheet(address: string, page: ShellProps): Sheet {
  return { address, text: renderDocument(page) }
}

/** In the copy nobody writes any more, so nothing asks for a first note. */
function withoutForms(index: PageIndex): PageIndex {
  const closed = Object.entries(index.pages).map(([address, { notes, ...entry }]) => [
    address,
    { ...entry, ...(notes && { notes: 'closed' }) },
  ])
  return { ...index, pages: Object.fromEntries(closed) }
}

/** Documents for other programs: calendars, schedules, the feed of newest notes. */
export async function* programDocuments(
  index: PageIndex,
  published: PublishedSession[],
  newest: PublishedNote[],
): AsyncIterable<Sheet> {
  const sessions = published.map((session) => timeless(session, index.site.event.start))
  const schedule = await frabSchedule(index, sessions, '1')
  yield { address: '/schedule.json', text: JSON.stringify(schedule) }
  yield { address: '/schedule.xml', text: frabXml(schedule) }
  yield { address: '/schedule.ics', text: calendarOf(index, index.site.event.name, sessions) }
  for (const session of sessions) {
    yield { address: `${session.address}session.ics`, text: calendarOf(index, session.title, [session]) }
  }
  yield { address: '/feed.xml', text: feedText(index, feedOfSite(index), newest) }
}

/** The same session gives the same bytes, whenever it was published, and the site's own calendar counts as newer. */
function timeless(session: PublishedSession, day: string): PublishedSession {
  return { ...session, sequence: 0, stamp: `${day}T00:00:00.000Z` }
}
