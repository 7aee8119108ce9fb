import { unaccented } from './search-words'

/**
 * Sorted as a dictionary is: accents, case and punctuation count for nothing, and « Atelier 2 » stands before
 * « Atelier 10 ». Not by `localeCompare`, whose first call in an isolate takes longer than all the rest of a page.
 * @param nameOf What each is sorted by; among equal names the order stays.
 */
export function alphabetically<T>(all: Iterable<T>, nameOf: (one: T) => string): T[] {
  const named = Array.from(all, (one) => ({ one, place: placeOf(nameOf(one)) }))
  return named.sort((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place))).map(({ one }) => one)
}

/** What compares, sign by sign, as the name does in a dictionary. A slash stays: what lies below an address follows it. */
function placeOf(name: string): string {
  const words = unaccented(name)
    .replace(/[øłßđðþ]/g, (letter) => ownLetters[letter] ?? letter)
    .split(/[^\p{L}\p{N}/]+/u)
  return words
    .filter(Boolean)
    .map((word) => word.replace(/\d+/g, (digits) => digits.padStart(LONGEST_NUMBER, '0')))
    .join(' ')
}

const LONGEST_NUMBER = 12

/** Letters that Unicode does not take apart. */
const ownLetters: Record<string, string> = { ø: 'o', ł: 'l', ß: 'ss', đ: 'd', ð: 'd', þ: 'th' }
