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

  it('stand by the letters that other languages have of their own', () => {
    const inOrder = ['Lorient', 'Łukasz', 'Nantes', 'Øyvind', 'Paris', 'Þór', 'Vannes']
    expect(sorted(inOrder.toSorted())).toEqual(inOrder)
  })

  it('of addresses stand with what lies below them', () => {
    expect(sorted(['/a/b/d/', '/a/b/', '/a/é/', '/a/b-c/', '/a/'])).toEqual([
      '/a/',
      '/a/b-c/',
      '/a/b/',
      '/a/b/d/',
      '/a/é/',
    ])
  })

  it('keep their order when they are the same', () => {
    const pages = [
      { title: 'Clôture', page: '/b/' },
      { title: 'Clôture', page: '/a/' },
    ]
    expect(alphabetically(pages, ({ title }) => title)).toEqual(pages)
  })
})
