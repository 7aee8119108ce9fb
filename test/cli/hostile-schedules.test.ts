import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownTexts } from '../../cli/corpora/own-texts'
import { sessionText } from '../../cli/import/session-text'
import { holdsHtml } from '../../worker/site/page-markdown'
import { amount } from '../support/amount'

/** Signs with which a text leaves what it stands in, and what it would then be. */
const pieces = [
  ...[
    '<form action=/x/>',
    '<base href=//a.example>',
    '</b>',
    '<b',
    '<!-- ',
    '-->',
    '<?',
    '<![CDATA[',
    '&lt;meta>',
    '<p>',
    '</p>',
  ],
  ...[
    '<ul><li>',
    '<kbd>',
    '<pre>',
    '<a href="',
    '">',
    '`',
    '``',
    '```',
    '~~~',
    '\\',
    '\n\n',
    '\n',
    '    ',
    '\t',
    '> ',
    '- ',
    '1. ',
  ],
  ...[
    '| a |\n|---|\n| ',
    '!!! note "',
    '??? tip\n',
    '[^1]: ',
    '[^1]',
    'Mot\n:   ',
    '[a](',
    ')',
    '![',
    ']',
    '[x]: ',
    '{#a}',
    'Mots',
  ],
]

test('an abstract holds no HTML of its own, whatever is known to be tried', () => {
  for (const text of ownTexts.filter((_, n) => n % amount({ slice: 8, whole: 1 }) === 0))
    for (const texts of [[text], ['```', text], [text, '```\n<form>'], [`!!! note\n    ${text}`]])
      expect({ texts, holds: holdsHtml(sessionText(texts).text) }).toEqual({ texts, holds: false })
})

test('nor however its pieces and those of the description stand behind each other', () => {
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, (abstract, description) => {
      expect(holdsHtml(sessionText([abstract, description]).text)).toBe(false)
    }),
    { numRuns: amount({ slice: 300, whole: 50_000 }) },
  )
})

test.each([
  ['elements in elements without end', '<div>'.repeat(20_000)],
  ['quotes in quotes without end', `${'>'.repeat(8_000)} <b>`],
])('%s are text, and no fault of ours', (_, text) => {
  expect(sessionText([text]).text.slice(-10)).toContain('&lt;')
})
