import fc from 'fast-check'

/** What programs trip over: as a field, a query, a piece of an address or of JSON. */
const trickyTexts = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\r\nSet-Cookie: a=b',
    '\u2028',
    '\u202e\u2066\u200b\ufeff',
    '\ufffe',
    '\u{10ffff}',
  ],
  ...[
    '\ud800',
    '\udc00a',
    '../../etc/passwd',
    '..%2f..%2f',
    '%',
    '%00',
    '%E0%A4%A',
    '//evil.example/',
    '/\\evil.example',
  ],
  ...['https://evil.example/', 'javascript:alert(1)', '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  ...[
    `' OR 1=1 --`,
    `'; DROP TABLE notes; --`,
    '%_%',
    '"',
    '\\',
    '*',
    'NEAR(',
    '{}',
    '[]',
    'null',
    'NaN',
    '-1',
    '1e999',
  ],
  ...['9007199254740993', '0x10', '2022-13-45', '<script>alert(1)</script>', ']]>', '<!--', '&#0;', '$(id)', '{{7*7}}'],
  ...['ﷺ'.repeat(500), 'a'.repeat(5_000), '🐚'.repeat(300), '>'.repeat(2_000), '[['.repeat(900), 'é\u0301'.repeat(90)],
]

/** Cursors that decode to something, and to nothing. */
const absurdCursors = [
  ...['[]', '[1,2]', '["",0]', '["x",9007199254740991]', '["x",1e999]', '{"since":{}}', 'null', '"\\ud800"'].map(btoa),
  ...['%', '===', '[', 'AAAA'],
]

export const trickyText = fc.oneof(
  fc.constantFrom(...trickyTexts, ...absurdCursors),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const names = ['__proto__', 'constructor', 'toString', 'prototype', '', 'page[]', 'body.a']

/** JSON in which some of these fields stand, as something or other. */
export function trickyObject(fields: Record<string, unknown>): fc.Arbitrary<string> {
  const value = fc.oneof(trickyText, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...Object.values(fields)))
  const entry = fc.tuple(fc.constantFrom(...Object.keys(fields), ...names), value)
  const whole = fc
    .array(entry, { maxLength: 4 })
    // Written out by hand: in an object, `__proto__` is no key, and no key stands twice.
    .map((odd) => [...Object.entries(fields), ...odd].map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`))
    .map((pairs) => `{${pairs.join()}}`)
  return fc.oneof(
    { weight: 6, arbitrary: whole },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: trickyText },
  )
}

/** Bytes that are not UTF-8: overlong, cut, a surrogate of its own, beyond the last character. */
const notUtf8 = ['%C0%AF', '%E0%80%AF', '%C3', '%ED%A0%80', '%F5%80%80%80', '%FF', '%u0041', '%']

/** A form in which some of these fields stand, once or several times. */
export function trickyForm(fields: Record<string, string>): fc.Arbitrary<string> {
  const text = fc.oneof(
    { weight: 6, arbitrary: trickyText.map((each) => encodeURIComponent(each.toWellFormed())) },
    { weight: 1, arbitrary: fc.constantFrom(...notUtf8) },
  )
  const given = Object.entries(fields).map(([name, value]) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(`${name}=${encodeURIComponent(value)}`) },
      { weight: 2, arbitrary: text.map((each) => `${name}=${each}`) },
      { weight: 1, arbitrary: fc.constant('') },
    ),
  )
  const added = fc
    .tuple(fc.constantFrom(...Object.keys(fields), ...names), text)
    .map(([name, each]) => `${name}=${each}`)
  return fc
    .tuple(fc.tuple(...given), fc.array(added, { maxLength: 1 }))
    .map(([asked, more]) => [...asked, ...more].join('&'))
}
