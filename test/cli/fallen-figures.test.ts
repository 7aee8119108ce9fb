import { expect, test } from 'vitest'
import { type Figure, fallenBelow } from '../../cli/bench/measures'

const figure = (name: string, ratio?: number): Figure => ({ name, value: 1, unit: '/s', ...(ratio && { ratio }) })

test('a ratio more than 15 % under the committed one has fallen; less is noise, and other figures are the machine’s', () => {
  const committed = [figure('page', 1), figure('note', 0.4), figure('build'), figure('gone', 1)]
  const names = (...figures: Figure[]) => fallenBelow(committed, figures).map(({ name }) => name)
  expect(names(figure('page', 0.86), figure('note', 0.35), figure('build'), figure('new', 0.1))).toEqual([])
  expect(names(figure('page', 0.84), figure('note', 0.33))).toEqual(['page', 'note'])
  expect(names(figure('page', 2))).toEqual([])
})
