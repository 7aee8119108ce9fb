import { describe, expect, it } from 'vitest'
import { alphabetically } from '../../worker/site/alphabetical'

const sorted = (names: string[]) => alphabetically(names, (name) => name)

describe('titles in a list', () => {
  it('stand as in a dictionary, whatever their accents, capitals and quotes', () => {
    const inOrder = ['eau', 'Économie', 'énergie', '« Faire » ensemble', 'L’œuvre', 'Lofts', 'Zones']
    expect(sorted(inOrder.toReversed())).toEqual(inOrder)
    expect(sorted(inOrder.toSorted())).toEqual(inOrder)
  })

  it('stand by their numbers, not by their digits', () => {
    expect(sorted(['Atelier 10', 'Atelier 2', 'Atelier'])).toEqual(['Atelier', 'Atelier 2', 'Atelier 10'])
  })

  it('keep their order when they are the same', () => {
    const pages = [
      { title: 'Clôture', page: '/b/' },
      { title: 'Clôture', page: '/a/' },
    ]
    expect(alphabetically(pages, ({ title }) => title)).toEqual(pages)
  })
})
