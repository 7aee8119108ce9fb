import { describe, expect, test } from 'vitest'
import { hasComeAt, localTimeAt, minutesBetween, withOffset } from '../../worker/site/zoned-time'

describe('a moment is told in the local time of the event', () => {
  test.each([
    ['2022-07-06T08:30:00Z', 'Europe/Paris', '2022-07-06T10:30'],
    ['2022-12-31T23:30:00Z', 'Europe/Paris', '2023-01-01T00:30'],
    ['2022-07-06T23:59:59Z', 'UTC', '2022-07-06T23:59'],
    ['2022-07-06T00:00:00Z', 'Asia/Kathmandu', '2022-07-06T05:45'],
    ['2022-07-06T03:00:00Z', 'America/St_Johns', '2022-07-06T00:30'],
  ])('%s in %s', (moment, timezone, local) => {
    expect(localTimeAt(new Date(moment), timezone)).toBe(local)
  })
})

describe('a local time knows its distance from UTC', () => {
  test.each([
    ['2022-07-06T10:30', 'Europe/Paris', '+02:00'],
    ['2022-01-06T10:30', 'Europe/Paris', '+01:00'],
    ['2022-07-06T10:30', 'UTC', '+00:00'],
    ['2022-07-06T10:30', 'America/St_Johns', '-02:30'],
    ['2022-07-06T10:30', 'Asia/Kathmandu', '+05:45'],
    ['2022-01-06T10:30', 'Australia/Lord_Howe', '+11:00'],
    // The clock goes from 2:00 to 3:00 on 27 March, and from 3:00 to 2:00 on 30 October.
    ['2022-03-27T01:59', 'Europe/Paris', '+01:00'],
    ['2022-03-27T03:00', 'Europe/Paris', '+02:00'],
    ['2022-10-30T02:30', 'Europe/Paris', '+02:00'],
    ['2022-10-30T03:00', 'Europe/Paris', '+01:00'],
  ])('%s in %s', (local, timezone, offset) => {
    expect(withOffset(local, timezone)).toBe(`${local}:00${offset}`)
    expect(localTimeAt(new Date(withOffset(local, timezone)), timezone)).toBe(local)
  })

  test('an hour that the change to summer time leaves out is the one before it', () => {
    expect(withOffset('2022-03-27T02:30', 'Europe/Paris')).toMatch(/^2022-03-27T02:30:00\+0[12]:00$/)
  })
})

test.each([
  ['2022-07-06T23:30', '2022-07-07T01:00', 90],
  ['2026-10-25T01:30', '2026-10-25T03:30', 180],
  ['2026-03-29T01:30', '2026-03-29T03:30', 60],
  ['2022-07-05T09:00', '2022-07-08T18:00', 81 * 60],
  ['2026-03-29T02:30', '2026-03-29T03:15', 0],
])('from %s to %s in Paris %i minutes pass', (start, end, minutes) => {
  expect(minutesBetween(start, end, 'Europe/Paris')).toBe(minutes)
})

test.each([
  // On 1 November the clock goes from 2:00 to 1:00 there, at 4:30 UTC.
  ['2026-11-01T04:29:59Z', 'America/St_Johns', ['01:30', '01:59'], ['02:00', '02:15']],
  ['2026-11-01T04:45:00Z', 'America/St_Johns', ['01:30', '01:45', '01:59'], ['02:00', '02:15']],
  ['2026-11-01T05:30:00Z', 'America/St_Johns', ['01:59', '02:00'], ['02:01', '02:15']],
  ['2026-07-06T04:15:30Z', 'America/St_Johns', ['01:30', '01:45'], ['01:46', '02:00']],
  ['2026-03-29T01:00:00Z', 'Europe/Paris', ['01:59', '03:00'], ['03:01']],
])('at %s in %s the sessions of %j have begun, and those of %j have not', (moment, timezone, past, coming) => {
  const hasCome = hasComeAt(new Date(moment), timezone)
  expect([...past, ...coming].filter((clock) => hasCome(`${moment.slice(0, 10)}T${clock}`))).toEqual(past)
})
