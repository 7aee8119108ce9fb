import { hour, longDay } from '../site/dates'
import { openPages, type PageIndex, type Session } from '../site/page-index'

/** Pages to choose from under one heading; without: pages that belong to no day. */
export type ChoiceGroup = { label: string | null; pages: [address: string, label: string][] }

/** The pages that take notes: sessions by day and hour, as people remember them, then the others by title. */
export function choiceOfPages(index: PageIndex, sessions: Session[]): ChoiceGroup[] {
  const { lang } = index.site
  const open = new Map(openPages(index))
  const timed = sessions.filter(({ address }) => open.has(address))
  const days = [...Map.groupBy(timed, ({ start }) => start.slice(0, 10))].map(
    ([day, together]): ChoiceGroup => ({
      label: longDay(day, lang),
      pages: together.map(({ address, start, title }) => [address, `${hour(start, lang)} · ${title}`]),
    }),
  )
  const inProgramme = new Set(timed.map(({ address }) => address))
  const others = [...open].filter(([address]) => !inProgramme.has(address))
  return others.length === 0 ? days : [...days, { label: null, pages: others }]
}
