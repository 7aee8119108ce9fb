import type { PublishedNote } from '../../publishing/values'
import { alphabetically } from '../../site/alphabetical'
import { dayOf, hourRange } from '../../site/dates'
import { addressOfPage, languageOf, type PageIndex, type PublishedSession } from '../../site/page-index'
import { nameIn } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'
import type { NoteSource } from './note-source'

/** All published notes in the order of the programme, as every form of the proceedings tells them. */
export type Book = {
  site: SiteSettings
  /** Days with notes; last the pages that are no session, whose `day` is null. */
  days: { day: string | null; chapters: Chapter[] }[]
  /** How many notes in all. */
  notes: number
  notesOf: (chapter: Chapter) => AsyncIterable<PublishedNote>
}

/** One page with notes. */
export type Chapter = {
  /** Page id. */
  page: string
  /** Undefined: the page is no more, its notes are. */
  address: string | undefined
  title: string
  /** Language of the title. */
  lang: string
  session: PublishedSession | undefined
  notes: number
}

/** @param sessions In the order of the programme, as the build wrote them. */
export function bookOf(index: PageIndex, sessions: PublishedSession[], source: NoteSource): Book {
  const chapters = Object.entries(source.counts).map(([page, notes]): Chapter => {
    const address = addressOfPage(index, page)
    const title = (address && index.pages[address]?.title) || page
    const lang = languageOf(index, page)
    return { page, address, title, lang, session: sessions.find((each) => each.address === address), notes }
  })
  const place = new Map(sessions.map(({ address }, n) => [address, n]))
  const inProgramme = chapters
    .filter(({ session }) => session)
    .sort((a, b) => (place.get(a.address ?? '') ?? 0) - (place.get(b.address ?? '') ?? 0))
  const others = alphabetically(
    chapters.filter(({ session }) => !session),
    ({ title }) => title,
  )
  const days = [...Map.groupBy(inProgramme, ({ session }) => (session ? dayOf(session) : null))]
  const notesOf = source.inOrder([...inProgramme, ...others].map(({ page }) => page))
  return {
    site: index.site,
    days: [...days, ...(others.length > 0 ? [[null, others] as const] : [])].map(([day, its]) => ({
      day,
      chapters: [...its],
    })),
    notes: chapters.reduce((sum, { notes }) => sum + notes, 0),
    notesOf: ({ page }) => notesOf(page),
  }
}

/** « 10 h 30 – 12 h 30 », or nothing. */
export function hourOf({ session }: Chapter, lang: string): string | null {
  return session ? hourRange(session, lang) : null
}

/** What is said of a session under its title: hour, room, theme, speakers. */
export function factsOf({ session }: Chapter, { rooms, themes, lang }: SiteSettings): string[] {
  if (!session) return []
  const facts = [nameIn(rooms, session.room), nameIn(themes, session.theme), session.speakers.join(', ')]
  return [hourRange(session, lang), ...facts].filter((fact): fact is string => Boolean(fact))
}
