import { plainWords } from '../site/search-words'

/** Whether a text has a name in it, however both are written. A name of one or two letters stands in many a word. */
export function quotesName(text: string, name: string): boolean {
  const words = wordsOf(name)
  if (words === '') return text.includes(name)
  return ` ${wordsOf(text)} `.includes(shortName.test(words) ? ` ${words} ` : words)
}

/** Signs that are words by themselves, as the Chinese are, stand between others without a space. */
const shortName = /^\p{Ll}{1,2}$/u

/** The copies for the search are made without this fold of ß, so it stands here alone. */
function wordsOf(text: string): string {
  return plainWords(text).join(' ').replaceAll('ß', 'ss')
}
