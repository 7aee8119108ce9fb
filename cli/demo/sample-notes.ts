import { inEnglish } from './any-event-en'
import { inFrench } from './any-event-fr'
import { lowTech, type SampleNotes } from './demo-note'
import { newNotes, padNote } from './new-notes'
import { takenNotes } from './taken-notes'

/** The forum of 2022 has notes of its own sessions; another event, what suits any, in the language of the site. */
export function sampleNotesFor({ pages, site }: { pages: object; site: { lang: string } }): SampleNotes {
  if (Object.hasOwn(pages, lowTech)) return ofTheForum
  return site.lang === 'en' ? inEnglish : inFrench
}

export const ofTheForum: SampleNotes = {
  moderator: inFrench.moderator,
  taken: takenNotes,
  fresh: newNotes,
  pad: padNote,
}
