import { describe, expect, test } from 'vitest'
import { dayAndHours, hourRange, longDay, momentText } from '../../worker/site/dates'
import { typeset } from '../../worker/site/typography'

test.each([
  ['2022-07-05T18:00', 'fr', 'Mardi 5 juillet 2022, 9 h – 18 h'],
  ['2022-07-08T18:00', 'fr', 'Mardi 5 juillet 2022, 9 h – vendredi 8 juillet, 18 h'],
  ['2022-07-08T18:00', 'en', 'Tuesday, July 5, 2022, 09:00 – Friday, July 8, 18:00'],
  ['2022-07-06T02:30', 'fr', 'Mardi 5 juillet 2022, 9 h – 2 h 30'],
  ['2022-07-06T06:00', 'fr', 'Mardi 5 juillet 2022, 9 h – mercredi 6 juillet, 6 h'],
  ['2022-07-07T02:30', 'en', 'Tuesday, July 5, 2022, 09:00 – Thursday, July 7, 02:30'],
])('what lasts until %s says so, with its day unless that is the night after: %s', (end, lang, said) => {
  expect(dayAndHours({ start: '2022-07-05T09:00', end }, lang).replaceAll('\u00a0', ' ')).toBe(said)
})

test.each([
  ['2022-07-06T09:02:00.000Z', 'Europe/Paris', 'fr', '6 juillet 2022 à 11 h 02'],
  ['2022-12-31T23:00:59.999Z', 'Europe/Paris', 'en', 'January 1, 2023, 00:00'],
  ['2026-11-01T04:45:00.000Z', 'America/St_Johns', 'en', 'November 1, 2026, 01:15'],
])('the moment %s is told in %s, in the words of %s: %s', (time, timezone, lang, said) => {
  expect(momentText(time, timezone, lang).replaceAll('\u00a0', ' ')).toBe(said)
})

describe('the first of a month is « 1er » in French, and the other days are numbers', () => {
  test.each([
    ['2026-11-01', 'fr', 'Dimanche 1er novembre 2026'],
    ['2026-11-11', 'fr', 'Mercredi 11 novembre 2026'],
    ['2026-08-31', 'fr', 'Lundi 31 août 2026'],
    ['2026-08-21', 'fr', 'Vendredi 21 août 2026'],
    ['2026-11-01', 'en', 'Sunday, November 1, 2026'],
  ])('%s in %s', (day, lang, said) => {
    expect(longDay(day, lang)).toBe(said)
  })

  test('in moments, and in what ends on such a day', () => {
    expect(momentText('2026-10-01T10:00:00Z', 'UTC', 'fr')).toMatch(/^1er octobre 2026 à 10/)
    expect(hourRange({ start: '2026-09-29T09:00', end: '2026-10-01T18:00' }, 'fr')).toMatch(/ – jeudi 1er octobre, 18/)
  })

  test('no line breaks in it where French is set', () => {
    expect(typeset(longDay('2026-11-01', 'fr'), 'fr')).toBe('Dimanche 1er\u00a0novembre 2026')
  })
})
