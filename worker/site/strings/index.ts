import { en } from './en'
import { fr } from './fr'

export type Strings = typeof fr

/** The words for a page of that language; French where a language has no catalogue (Breton pages, say). */
export function stringsFor(lang: string | undefined): Strings {
  return lang === 'en' ? en : fr
}
