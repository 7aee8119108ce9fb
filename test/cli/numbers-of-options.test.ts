import { expect, test } from 'vitest'
import { numberOption } from '../../cli/command'

test('the number of an option is a whole one from 1 on, and whatever else is typed is refused', () => {
  expect([numberOption('--one-in', undefined, 30), numberOption('--one-in', '7', 30)]).toEqual([30, 7])
  for (const text of ['', '0', '-1', '1.5', '1e3', 'abc', ' 2', '9'.repeat(20)]) {
    expect(() => numberOption('--one-in', text, 30)).toThrow('--one-in ')
  }
})
