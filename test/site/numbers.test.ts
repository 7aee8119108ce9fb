import { assert, double, integer, oneof, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundedKilobytes } from '../../worker/site/numbers'
import { stringsFor } from '../../worker/site/strings'

const oneDecimal = double({ min: 0, max: 1e6, noNaN: true }).map((value) => Math.round(value * 10) / 10)

describe('a number', () => {
  for (const lang of ['fr', 'en']) {
    it(`is written as the language writes it: ${lang}`, () => {
      const format = new Intl.NumberFormat(lang)
      assert(
        property(oneof(integer({ min: -1e9, max: 1e9 }), oneDecimal), (value) => {
          expect(stringsFor(lang).number(value)).toBe(format.format(value))
        }),
      )
    })
  }

  it('of bytes has one decimal under 10 kB, and none above', () => {
    expect([0, 49, 6_249, 9_949, 9_951, 10_499, 1_234_567].map(roundedKilobytes)).toEqual([
      0, 0, 6.2, 9.9, 10, 10, 1235,
    ])
  })
})
