import { expect, test } from 'vitest'
import { deviceHash, flagsOf } from '../../worker/notes/signals'

test('a device is another one each day, and for another secret, address or browser', async () => {
  const of = (day: number, secret = 'secret', address = '203.0.113.7', browser = 'phone') =>
    deviceHash(secret, address, browser, new Date(Date.UTC(2022, 6, day, 12)))
  const hash = await of(5)
  expect(await of(5)).toBe(hash)
  for (const other of [of(6), of(5, 'other'), of(5, 'secret', '203.0.113.8'), of(5, 'secret', '203.0.113.7', 'pc')]) {
    expect(await other).not.toBe(hash)
  }
})

test.each([
  [2, []],
  [3, ['links:3']],
])('a note with %i links is flagged with %j', (links, flags) => {
  const now = new Date()
  expect(flagsOf(links, null, { trapFilled: false, renderedAt: now.getTime() - 60_000, device: '' }, now)).toEqual(
    flags,
  )
})
