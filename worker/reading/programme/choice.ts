import { dayOf } from '../../site/dates'
import type { Session } from '../../site/page-index'
import type { SiteSettings } from '../../site/settings'

/** Which sessions somebody asked for; nothing: all of them. A theme or room that nobody knows has none. */
export type Choice = { day?: string | undefined; theme?: string | undefined; room?: string | undefined }

export function isChosen(session: Session, { day, theme, room }: Choice): boolean {
  return (
    (day === undefined || dayOf(session) === day) &&
    (theme === undefined || session.theme === theme) &&
    (room === undefined || session.room === room)
  )
}

/** Whether the site has what was asked for. What somebody makes up has a page, which is not worth keeping. */
export function isOffered({ themes, rooms }: SiteSettings, { theme, room }: Choice): boolean {
  const isAmong = (list: { id: string }[], id: string | undefined) =>
    id === undefined || list.some((each) => each.id === id)
  return isAmong(themes, theme) && isAmong(rooms, room)
}

/** Where the programme shows this choice. */
export function programmeAddress({ day, ...filter }: Choice): string {
  return `/programme/${day ? `${day}/` : ''}${queryFor(filter)}`
}

/** One order, so that a choice has one address. */
export function queryFor({ theme, room }: Choice): string {
  const query = new URLSearchParams({ ...(theme && { theme }), ...(room && { salle: room }) })
  return query.size > 0 ? `?${query}` : ''
}
