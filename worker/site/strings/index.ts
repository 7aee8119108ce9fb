import { unbroken } from '../typography'
import { en } from './en'
import { fr } from './fr'

export type Strings = typeof fr

/** The words for a page of that language. */
export const stringsFor = inEachLanguage<Strings>(fr, en)

/** A catalogue by language; French where a language has none (Breton pages, say). */
export function inEachLanguage<Words>(french: Words, english: Words): (lang: string | undefined) => Words {
  const spaced = set(french) as Words
  return (lang) => (lang === 'en' ? english : spaced)
}

/** The same catalogue with its spaces set, those of sentences that have blanks to fill, too. */
function set(words: unknown): unknown {
  if (typeof words === 'string') return unbroken(words)
  if (typeof words === 'function') return (...blanks: unknown[]) => set(words(...blanks))
  if (Array.isArray(words)) return words.map(set)
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([name, each]) => [name, set(each)]))
}
