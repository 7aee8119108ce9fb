import { expect, test } from 'vitest'
import { lookCloser } from '../../worker/moderation/look-closer'

const found = (body: string) => lookCloser(body).map(({ start, end }) => body.slice(start, end))

test('what to look at twice comes in the order of the text, and what stands inside another is left out', () => {
  const iban = 'FR76 3000 6000 0112 3456 7890 189'
  expect(found(`Malo, a@b.example, ${iban}, 06 12 34 56 78.`)).toEqual(['a@b.example', iban, '06 12 34 56 78'])
})

test('what overlaps only something that is left out stands', () => {
  const iban = 'FR76 3000 6000 0112 3456 7890 1890 0006 12'
  expect(found(`${iban} 34 56 78@b.example`)).toEqual([iban, '78@b.example'])
})
