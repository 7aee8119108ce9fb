import { dayOf, hour, longDay } from '../site/dates'
import { langAmong } from '../site/in-language'
import { languageAt, openPages, type PageIndex, type Session } from '../site/page-index'

/** Pages to choose from under one heading; without: pages that belong to no day. */
export type ChoiceGroup = { label: string | null; pages: Choosable[] }

/** `lang`: where the title's language is not the site's. */
type Choosable = { address: string; label: string; lang: string | undefined }

/** The pages that take notes: sessions by day and hour, as people remember them, then the others by title. */
export function choiceOfPages(index: PageIndex, sessions: Session[]): ChoiceGroup[] {
  const { lang } = index.site
  const choosable = (address: string, label: string): Choosable => ({
    address,
    label,
    lang: langAmong(lang, languageAt(index, address)),
  })
  const open = new Map(openPages(index))
  const timed = sessions.filter(({ address }) => open.has(address))
  const days = [...Map.groupBy(timed, dayOf)].map(
    ([day, together]): ChoiceGroup => ({
      label: longDay(day, lang),
      pages: together.map(({ address, start, title }) => choosable(address, `${hour(start, lang)} · ${title}`)),
    }),
  )
  const inProgramme = new Set(timed.map(({ address }) => address))
  const others = [...open]
    .filter(([address]) => !inProgramme.has(address))
    .map(([address, title]) => choosable(address, title))
  return others.length === 0 ? days : [...days, { label: null, pages: others }]
}
