import { createHash } from 'node:crypto'
import type { Session } from '../../worker/site/page-index'
import type { SiteSettings } from '../../worker/site/settings'
import type { SourcePage } from './read'
import type { ContentRemark } from './remarks'

/** The sessions in the order of the programme: by start, then end, then address. */
export function sessionsOf(pages: SourcePage[]): Session[] {
  return pages
    .flatMap(({ address, front, parsed }) => {
      if (!front.session) return []
      const { guid, room, theme, ...rest } = front.session
      return [
        {
          ...rest,
          ...(room && { room }),
          ...(theme && { theme }),
          ...(front.description && { description: front.description }),
          address,
          title: front.title ?? parsed.heading?.text ?? '',
          guid: guid ?? guidFrom(front.id ?? address),
        },
      ]
    })
    .sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end) || compare(a.address, b.address))
}

/** Faults of the programme as a whole: what one page alone cannot see. */
export function checkSessions(site: SiteSettings, pages: SourcePage[], report: (remark: ContentRemark) => void): void {
  const timed = pages.flatMap(({ file, front }) => (front.session ? [{ file, session: front.session }] : []))
  for (const { file, session } of timed) {
    const fault = (message: string) => report({ file, line: 2, severity: 'fault', message })
    const { start, end, room, theme } = session
    if (start.slice(0, 10) < site.event.start || end.slice(0, 10) > site.event.end) {
      fault(`la séance sort des dates de l’événement (${site.event.start} au ${site.event.end})`)
    }
    if (room && !site.rooms.some(({ id }) => id === room)) fault(`salle inconnue de site.yml : ${room}`)
    if (theme && !site.themes.some(({ id }) => id === theme)) fault(`thème inconnu de site.yml : ${theme}`)
  }
  const held = timed.filter(({ session }) => session.room && session.status !== 'cancelled')
  for (const together of Map.groupBy(held, ({ session }) => session.room).values()) {
    const inOrder = together.toSorted((a, b) => compare(a.session.start, b.session.start))
    for (const [n, { file, session }] of inOrder.entries()) {
      const before = inOrder[n - 1]
      if (!before || before.session.end <= session.start) continue
      report({ file, line: 2, severity: 'fault', message: `même salle et même heure que ${before.file}` })
    }
  }
  const guids = Map.groupBy(timed, ({ session }) => session.guid)
  for (const [guid, sharing] of guids) {
    if (guid === undefined) continue
    for (const { file } of sharing.slice(1)) {
      report({ file, line: 2, severity: 'fault', message: `le même guid que ${sharing[0]?.file} : ${guid}` })
    }
  }
}

/** A UUID for a session that has none of its own, always the same for the same page id (RFC 9562, version 8). */
function guidFrom(id: string): string {
  const hex = createHash('sha256').update(`kesako session ${id}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
