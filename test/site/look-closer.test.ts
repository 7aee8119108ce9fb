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

const invisible = (body: string) =>
  lookCloser(body)
    .filter(({ kind }) => kind === 'invisible')
    .map(({ start, end }) => body.slice(start, end))

test.each([
  ['a zero-width space', 'a\u200bb', '\u200b'],
  ['a joiner between Latin letters', 'mo\u200dt', '\u200d'],
  ['a non-joiner between Latin letters', 'mo\u200ct', '\u200c'],
  ['a joiner between a letter and an emoji', 'a\u200d😀', '\u200d'],
  ['a word joiner and a byte order mark, together', 'mo\u2060\ufefft', '\u2060\ufeff'],
  ['marks of direction that embed nothing', 'a\u200eb', '\u200e'],
  ['a Hangul filler', 'a\u3164b', '\u3164'],
  ['a half-width filler', '\uffa0', '\uffa0'],
  ['an empty Braille cell among letters', 'a\u2800b', '\u2800'],
  ['a grapheme joiner', 'a\u034fb', '\u034f'],
  ['a variation selector behind a letter', 'a\ufe0fb', '\ufe0f'],
  ['variation selectors that follow one another', '😀\ufe0f\ufe01\u{e0101}', '\ufe01\u{e0101}'],
  ['a selector behind a digit that is no keycap', '1\ufe0f2', '\ufe0f'],
  ['a text in tags', 'a\u{e0061}\u{e0062}', '\u{e0061}\u{e0062}'],
  [
    'tags behind a flag that go on beyond its name',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\u{e0061}',
    '\u{e0061}',
  ],
])('%s is an invisible sign', (_, body, sign) => {
  expect(invisible(body)).toEqual([sign])
})

test('a sign that turns the direction stays one of its own, beside others', () => {
  const kinds = lookCloser('a\u200b\u202eb\u2069').map(({ kind }) => kind)
  expect(kinds).toEqual(['invisible', 'direction', 'direction'])
})

test.each([
  [
    'French prose',
    'L’été\u00a0: «\u202fà l’œuvre\u202f», 10\u202f000\u00a0€ — coû\u00adteux… 1ᵉʳ, n°\u00a02, H₂O, \ttabulé\u2003; e\u0301',
  ],
  [
    'emoji',
    '❤️ ☎︎ ©️ ™️ 1️⃣ #️⃣ 🇫🇷 👍🏽 ☝🏽 👩‍🌾 👩🏽‍🌾 🧑‍🤝‍🧑 👨‍👩‍👧‍👦 🏳️‍🌈 🏴‍☠️ ❤️‍🔥 👁️‍🗨️ 🤷🏻‍♀️ 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  ],
  ['Persian', 'می\u200cخواهم کتاب\u200cها ۱۵\u200cام'],
  ['Hindi, Sinhala, Malayalam', 'क्\u200dष क्\u200cष ශ්\u200dරී ന്\u200dറെ'],
  ['Khmer and Thai', 'ខ្ញុំ\u200bទៅ\u200bសាលា ไทย\u200bไทย'],
  ['Marathi, and Malayalam of before', 'क्\u200d क അവന്\u200d വന്നു'],
  ['Hebrew with a mark of its direction', 'שלום (\u200fשלום\u200f)'],
  ['Mongolian', 'ᠠ\u180b ᠨ\u180eᠠ'],
  ['Japanese names', '葛\u{e0100}城'],
  ['Braille', '⠃⠕⠝⠚⠕⠥⠗⠀⠍⠁⠇⠕'],
])('%s as it is written has nothing invisible to look at', (_, body) => {
  expect(invisible(body)).toEqual([])
})
