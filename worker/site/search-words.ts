import { cutAt } from './plain-text'

/**
 * A text as the search compares it: without accents, case, œ and æ, apostrophes and the plural's s or x, so that
 * « L’œuvre » and « oeuvres » meet. Between two spaces, `lacksInSql` looks in it for what `wordsToFind` gives.
 */
export function searchable(text: string): string {
  return plainWords(text).map(singular).join(' ')
}

/** In small letters without accents, as they stand in the text. */
export function plainWords(text: string): string[] {
  return unaccented(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/[sx]$/, '') : word
}

/** What stands before a French apostrophe: « l’atelier », « qu’elle ». */
const elided = new Set(['l', 'd', 'j', 'm', 'n', 's', 't', 'c', 'qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu'])

/** A word that is looked for: how it may begin in what `searchable` makes, in one way or two. */
export type Wanted = [beginning: string] | [beginning: string, whole: string]

/**
 * What somebody looks for, each once: the beginning of a word (« coop » finds « coopération », « proces » « processus »).
 * Where an s or x may be the plural's, the word without it counts too, but whole, with the space after it: what is left
 * of « jeux » would else begin « jeudi ». What was elided counts only when nothing else was typed.
 */
export function wordsToFind(query: string): Wanted[] {
  const words = [...new Set(plainWords(query))]
  const full = words.filter((word) => !elided.has(word))
  return (full.length > 0 ? full : words).map((word) =>
    singular(word) === word ? [word] : [word, `${singular(word)} `],
  )
}

/** Code points. Every word of it is looked for in every text. */
export const QUERY_MAX = 200

/** Why nothing can be looked for. Who types nothing does not look. */
export function queryFault(query = '') {
  const typed = query.trim()
  if ([...typed].length > QUERY_MAX) return 'query_too_long'
  return typed && wordsToFind(typed).length === 0 ? 'query_no_word' : undefined
}

/**
 * Whether a text lacks a word, in SQL.
 * @param text An expression: what `searchable` made, between two spaces.
 * @param word An expression: a `Wanted` as JSON.
 */
export function lacksInSql(text: string, word: string): string {
  return `instr(${text}, ' ' || (${word} ->> 0)) = 0 AND coalesce(instr(${text}, ' ' || (${word} ->> 1)), 0) = 0`
}

/** A piece of text; `found`: one of the words that were looked for. */
export type Piece = { text: string; found: boolean }

const EXCERPT_LENGTH = 220

/** How much of the excerpt stands before the first word found. */
const BEFORE = 60

/** The part of a text where the words stand first, cut between words, with each of them told apart. */
export function excerpt(text: string, words: Wanted[]): Piece[] {
  const first = [...wordsOf(text)].find(({ word }) => isFound(word, words))
  const start = first ? startBefore(first.start, text) : 0
  const part = cutAt(text.slice(start), EXCERPT_LENGTH, first && first.end - start)
  const cut = (sign: boolean): Piece[] => (sign ? [{ text: '…', found: false }] : [])
  return [...cut(start > 0), ...marked(part, words), ...cut(start + part.length < text.length)]
}

/** Between two words; where there is no space before the one found, at a whole character. */
function startBefore(found: number, text: string): number {
  const from = found - BEFORE
  if (from <= 0) return 0
  const before = text.slice(from, found)
  if (before.includes(' ')) return from + before.indexOf(' ') + 1
  return /^\p{Cs}/u.test(before) ? from + 1 : from
}

/** A short text as a whole, with the words told apart: a title. */
export function marked(text: string, words: Wanted[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { word, start, end } of wordsOf(text)) {
    if (!isFound(word, words)) continue
    pieces.push({ text: text.slice(at, start), found: false }, { text: text.slice(start, end), found: true })
    at = end
  }
  return [...pieces, { text: text.slice(at), found: false }].filter((piece) => piece.text !== '')
}

function* wordsOf(text: string): Generator<{ word: string; start: number; end: number }> {
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    yield { word: searchable(word), start: index, end: index + word.length }
  }
}

function isFound(word: string, words: Wanted[]): boolean {
  return words.flat().some((beginning) => `${word} `.startsWith(beginning))
}

/** In small letters without accents; œ and æ as two. */
export function unaccented(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae')
}

/** Those of French and its neighbours, and the marks that make two signs of a letter. */
const LETTERS = 'àâäáãåçéèêëíìîïñóòôöõúùûüÿœæ'
const MARKS = '\u0300\u0301\u0302\u0303\u0308\u030a\u0327'

const BETWEEN_WORDS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\t\n\r\u00a0\u202f«»‘’“”…–—·•'

/**
 * The words of a text that has no copy for the search, in SQL, whose `lower` knows ASCII alone: as they are, then
 * without the s or x at their ends.
 * @param text An expression.
 */
export function searchableInSql(text: string): string {
  const letters = [...(LETTERS + LETTERS.toUpperCase() + MARKS)]
  const plain = replacedInSql(`lower(${text})`, letters, unaccented)
  // D1 takes a hundred levels of an expression: what FROM holds is counted by itself.
  const words = `SELECT ${replacedInSql('plain', [...BETWEEN_WORDS], () => ' ')} || ' ' AS words FROM (SELECT ${plain} AS plain)`
  return `(SELECT words || replace(replace(words, 's ', ' '), 'x ', ' ') FROM (${words}))`
}

function replacedInSql(text: string, signs: string[], by: (sign: string) => string): string {
  return signs.reduce((sql, sign) => `replace(${sql}, '${sign === "'" ? "''" : sign}', '${by(sign)}')`, text)
}
