import { describe, expect, test } from 'vitest'
import { derivedFrom } from '../../worker/notes/derived'
import { COMPARED, RecentPrints } from '../../worker/notes/near-copy'
import { referenceOf } from '../../worker/notes/reference'
import { searchable } from '../../worker/site/search-words'

const text = `On a mesuré cent vingt degrés dans le four solaire en carton, avec deux heures de soleil et une vitre de
récupération. La personne qui l’a construit dit que le plus long est de trouver le bon angle, et que le reste tient en
une matinée quand on s’y met à trois. Il reste à comparer avec un four en bois.`

const printOf = (body: string) => derivedFrom(body).print

function areNear(a: string, b: string): boolean {
  const prints = new RecentPrints()
  prints.add('GLAZ-1', printOf(a) ?? '')
  return prints.nearTo(printOf(b)) === 'GLAZ-1'
}

test('a text and its near copy have prints that are near', () => {
  const copy = text.replace('cent vingt', 'cent trente').replace('une matinée', 'un après-midi')
  expect(areNear(text, copy)).toBe(true)
  expect(areNear(text, text.toUpperCase())).toBe(true)
})

test('two texts about the same thing in other words do not', () => {
  const other = `Le four solaire en carton monte à cent vingt degrés selon les participants. Nous avons surtout parlé du
bois de palette, de la vitre et des assurances que demande une commune avant d’en poser un sur une place publique,
ce qui prend des mois et décourage les petites équipes.`
  expect(areNear(text, other)).toBe(false)
})

test('a short text has no print: « Merci ! » is not a copy of « Merci ! »', () => {
  expect(printOf('Merci pour cette séance !')).toBeNull()
  expect(printOf('un mot '.repeat(6).slice(3))).toBeNull()
  expect(printOf('un mot '.repeat(6))).not.toBeNull()
})

test('the search ignores accents, case, œ, elision and the plural', () => {
  expect(searchable('L’Œuvre des ATELIERS d’été, aux noix')).toBe('l oeuvre des atelier d ete aux noi')
})

test('references are words that one says, each used once', () => {
  const references = Array.from({ length: 200 }, (_, n) => referenceOf(n + 1))
  expect(references[0]).toBe('GLAZ-1')
  expect(references.every((reference) => /^[A-Z]{4,9}-\d+$/.test(reference))).toBe(true)
  expect(new Set(references).size).toBe(200)
})

describe('what an isolate knows of recent notes', () => {
  const print = printOf(text) ?? ''
  const written = (n: number, of = print) => ({ reference: `GLAZ-${n}`, print: of })
  const ten = '2022-07-06T10:00:00.000Z'

  test('finds a near copy among those that it was told of or sent itself, and begins where D1 left off', () => {
    const prints = new RecentPrints()
    expect([prints.nearTo(print), prints.since]).toEqual([null, ''])
    prints.learn([written(2, '0'.repeat(16)), written(1)], ten)
    expect([prints.nearTo(print), prints.since]).toEqual(['GLAZ-1', ten])
    prints.add('GLAZ-3', 'f'.repeat(16))
    expect(prints.nearTo('f'.repeat(16))).toBe('GLAZ-3')
    expect(prints.nearTo(null)).toBeNull()
  })

  test('is bounded: the oldest goes first', () => {
    const prints = new RecentPrints()
    prints.add('GLAZ-1', print)
    for (let n = 0; n < COMPARED - 1; n++) prints.add(`AJONC-${n}`, '0'.repeat(16))
    expect(prints.nearTo(print)).toBe('GLAZ-1')
    prints.add('AJONC-1000', '0'.repeat(16))
    expect(prints.nearTo(print)).toBeNull()
  })
})
