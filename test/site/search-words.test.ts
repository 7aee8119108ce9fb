import { describe, expect, test } from 'vitest'
import { beginning, plainText } from '../../worker/site/plain-text'
import { excerpt, marked, wordsToFind } from '../../worker/site/search-words'
import { buildFiles } from '../support/temporary-content'

const text = (pieces: { text: string; found: boolean }[]) =>
  pieces.map(({ text, found }) => (found ? `[${text}]` : text)).join('')

describe('the words that somebody looks for', () => {
  test.each([
    ['L’ÉTÉ des œuvres', [['ete'], ['des'], ['oeuvres', 'oeuvre ']]],
    ["qu'est-ce que l'atelier", [['est'], ['ce'], ['que'], ['atelier']]],
    ['low-tech  Low-Tech', [['low'], ['tech']]],
    ['bus gaz', [['bus'], ['gaz']]],
    ['les eaux', [['les'], ['eaux', 'eau ']]],
    ['accès coop', [['acces', 'acce '], ['coop']]],
    ['%_"\' --', []],
    ['l’', [['l']]],
    ['d', [['d']]],
  ])('%s', (query, words) => {
    expect(wordsToFind(query)).toEqual(words)
  })
})

test.each([
  ['jeux', 'Jeudi, un [jeu] et des [jeux]'],
  ['prix', 'Au printemps, le [prix] prisé'],
  ['cours', 'Un courriel, une [cour], deux [cours], la [course]'],
  ['proces', 'Un [procès], des [processus], le procédé'],
  ['œuvres', 'L’[œuvre] désœuvrée'],
  ['coop', 'Les [coopératives] et la [coop]'],
])('%s marks what begins so, and the whole word without its s or x', (query, found) => {
  expect(text(marked(found.replace(/[[\]]/g, ''), wordsToFind(query)))).toBe(found)
})

describe('an excerpt', () => {
  test('marks each word as it was written, whatever its accents, ligatures and plural', () => {
    const found = text(excerpt('Des œuvres, l’Œuvre et le cœur, e\u0301te\u0301.', [['oeuvre'], ['ete']]))
    expect(found).toBe('Des [œuvres], l’[Œuvre] et le cœur, [e\u0301te\u0301].')
  })

  test('begins a little before the first word found, between two words', () => {
    const long = `${'mot '.repeat(100)}cible ${'suite '.repeat(100)}`
    const found = text(excerpt(long, [['cible']]))
    expect(found).toMatch(/^…(?:mot ){10,15}\[cible\] (?:suite ){20,30}?suite…$/)
  })

  test('of a text whose title alone was found is its beginning', () => {
    expect(text(excerpt('Rien à voir.', [['cible']]))).toBe('Rien à voir.')
  })

  test('of one endless word keeps the word in sight', () => {
    expect(text(excerpt(`${'a'.repeat(500)} cible`, [['cible']]))).toBe('…[cible]')
    expect(text(excerpt('b'.repeat(500), [['b']])).length).toBeLessThan(240)
  })

  test.each([
    ['the end', `x${'🌊'.repeat(200)}`],
    ['the beginning', `${'🌊'.repeat(100)}!cible ${'🌊'.repeat(10)}`],
  ])('cuts no sign in two at %s', (_, endless) => {
    const found = text(excerpt(endless, [['cible']]))
    expect([found.isWellFormed(), found.length < 240]).toEqual([true, true])
  })

  test.each([
    [
      'none in the whole text',
      `${'这里没有空格，'.repeat(60)}目标在这里，${'也没有空格，'.repeat(60)}`,
      '[目标在这里]',
    ],
    ['none before it', `${'a-'.repeat(200)}cible et la suite`, '[cible] et la suite'],
    ['none after it', `du ${'a-'.repeat(10)}cible-${'a-'.repeat(200)}`, 'a-[cible]-a'],
  ])('shows the word found where spaces are rare: %s', (_, rare, shown) => {
    const found = text(excerpt(rare, [['cible'], ['目标']]))
    expect(found).toContain(shown)
    expect(found.length).toBeLessThan(240)
  })

  test('never loses a word of the text before, between and after', () => {
    const title = 'Été, étés et été'
    expect(
      marked(title, [['ete']])
        .map((piece) => piece.text)
        .join(''),
    ).toBe(title)
  })
})

describe('the words of finished HTML', () => {
  test.each([
    ['<p>Un <strong>m</strong>ot</p><p>Deux</p>', 'Un mot Deux'],
    ['a<br>b<!-- c -->d<style>e</style>f', 'a b d f'],
    ['&lt;b&gt; &amp;amp; &quot;&#39;&#xe9;&nbsp;&eacute;', '<b> &amp; "\'é\u00a0&eacute;'],
    ['&#0;&#1114112;', '&#0;&#1114112;'],
    ['<ul><li>un</li><li>deux</li></ul>', 'un deux'],
  ])('%s', (html, words) => {
    expect(plainText(html)).toBe(words)
  })

  test('begin with whole words, one without an end with whole characters', () => {
    expect(beginning('Peu de mots.')).toBe('Peu de mots.')
    expect(beginning(`${'mot '.repeat(39)}le dernier`)).toBe(`${'mot '.repeat(39)}le…`)
    expect(beginning(`a${'🌊'.repeat(100)}`)).toBe(`a${'🌊'.repeat(79)}…`)
  })
})

test('the words of a day’s page keep a session’s title and its room apart', async () => {
  const { bodies, index } = await buildFiles({
    'content/jour.md': '---\nday: 2022-07-06\n---\n# Mercredi\n',
    'content/a.md':
      '---\nsession: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: salle-1 }\n---\n# Francophone\n',
  })
  const day = new TextDecoder().decode(bodies.get(index.pages['/jour/']?.body ?? ''))
  expect(plainText(day)).toContain('Francophone Salle')
})
