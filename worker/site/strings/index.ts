import { unbroken } from '../typography'
import { en } from './en'
import { fr } from './fr'

export type Strings = typeof fr

const french = set(fr) as Strings

/** The words for a page of that language; French where a language has no catalogue (Breton pages, say). */
export function stringsFor(lang: string | undefined): Strings {
  return lang === 'en' ? en : french
}

/** The same catalogue with its spaces set, those of sentences that have blanks to fill, too. */
function set(words: unknown): unknown {
  if (typeof words === 'string') return unbroken(words)
  if (typeof words === 'function') return (...blanks: unknown[]) => set(words(...blanks))
  if (Array.isArray(words)) return words.map(set)
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([name, each]) => [name, set(each)]))
}
