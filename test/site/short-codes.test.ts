import { expect, test } from 'vitest'
import { shortCode, shortCodePattern } from '../../worker/site/short-code'

test('a short code comes from the page’s id alone, and never changes: it is printed', () => {
  expect(shortCode('/sessions/mediation-numerique/')).toBe('M59WH')
  expect(shortCode('')).toMatch(shortCodePattern)
})

test('a thousand pages have hardly a code twice, and use all signs', () => {
  const codes = Array.from({ length: 1000 }, (_, n) => shortCode(`/sessions/seance-${n}/`))
  expect(new Set(codes).size).toBeGreaterThan(995)
  expect(codes.every((code) => shortCodePattern.test(code))).toBe(true)
  expect(new Set(codes.join('')).size).toBe(21)
})
