import type { PublishedSession } from '../../site/page-index'
import { encodePath } from '../../site/paths'
import type { SiteSettings } from '../../site/settings'

/** The programme as the archive keeps it: a frab schedule with what the sessions' front matter says, and no time of its making. */
export function archivedSchedule(site: SiteSettings, sessions: PublishedSession[]): string {
  const { event, rooms, themes, timezone, url, lang } = site
  const named = (list: { id: string; name: string }[], id: string | undefined) =>
    list.find((each) => each.id === id)?.name
  const days = [...Map.groupBy(sessions, ({ start }) => start.slice(0, 10))]
  return `${JSON.stringify(
    {
      schedule: {
        version: '1',
        base_url: url,
        conference: {
          acronym: 'kesako',
          title: event.name,
          start: event.start,
          end: event.end,
          daysCount: days.length,
          timeslot_duration: '00:05',
          time_zone_name: timezone,
          rooms: rooms.map(({ name }) => ({ name })),
          days: days.map(([date, together], n) => ({
            index: n + 1,
            date,
            rooms: Object.fromEntries(
              [...Map.groupBy(together, ({ room }) => named(rooms, room) ?? '')].map(([room, its]) => [
                room,
                its.map((session) => ({
                  guid: session.guid,
                  date: session.start,
                  start: session.start.slice(11),
                  duration: duration(session),
                  room,
                  url: url + encodePath(session.address),
                  title: session.title,
                  track: named(themes, session.theme) ?? null,
                  language: lang,
                  abstract: session.description ?? '',
                  persons: session.speakers.map((name) => ({ name, public_name: name })),
                })),
              ]),
            ),
          })),
        },
      },
    },
    null,
    2,
  )}\n`
}

/** `HH:MM`. */
function duration({ start, end }: PublishedSession): string {
  const minutes = (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 60_000
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
