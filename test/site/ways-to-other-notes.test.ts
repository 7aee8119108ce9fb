import { expect, test } from 'vitest'
import { NotesOnPage } from '../../worker/reading/notes-view'
import { fr } from '../../worker/site/strings/fr'

function addressesOn(block: number, blocks: number): (string | undefined)[] {
  const notes = { notes: [], blocks, markup: '<p>Des notes.</p>', weight: 0 }
  const html = String(NotesOnPage({ notes, open: false, address: '/seance/', block, t: fr }))
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)
}

test('the first block leads to the next and to the last', () => {
  expect(addressesOn(1, 1)).toEqual([])
  expect(addressesOn(1, 2)).toEqual(['?notes=2#notes'])
  expect(addressesOn(1, 9)).toEqual(['?notes=2#notes', '?notes=9#notes'])
})

test('any other leads to those beside it and to the first: which is the last it need not know', () => {
  expect(addressesOn(2, 9)).toEqual(['/seance/#notes', '?notes=3#notes'])
  expect(addressesOn(4, 9)).toEqual(['/seance/#notes', '?notes=3#notes', '?notes=5#notes'])
  expect(addressesOn(9, 9)).toEqual(['/seance/#notes', '?notes=8#notes'])
})
