import { describe, expect, test } from 'vitest'
import { idempotencyKeyPattern } from '../../worker/notes/send'
import { parseReason, parseRevision, parseSubmission } from '../../worker/notes/submission'
import type { PageIndex } from '../../worker/site/page-index'
import { pagesWithNotes } from '../support/people'
import { buildFiles } from '../support/temporary-content'

const index = { ...(await buildFiles(pagesWithNotes)).index, sessions: '' } satisfies PageIndex
const good = { page: '/seance/', body: 'Une note.', author: '', licence: 'CC-BY-SA-4.0' }

const codes = (raw: Record<string, unknown>) => {
  const parsed = parseSubmission(raw, index)
  return parsed.ok ? [] : parsed.faults.map(({ field, code }) => `${field}: ${code}`)
}

test('a note is trimmed, its line ends are LF, an empty name is none', () => {
  const parsed = parseSubmission({ ...good, body: '\r\n Un\r\ndeux \n', author: '  ' }, index)
  expect(parsed).toEqual({
    ok: true,
    value: { body: 'Un\ndeux', author: null, page: '/seance/', address: '/seance/', licence: 'CC-BY-SA-4.0' },
  })
})

test.each(['/seance/', '/seance', '/seance.html'])('the page may be written %s', (page) => {
  expect(codes({ ...good, page })).toEqual([])
})

describe('what is wrong is named with its field, all of it at once', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing', {}, ['page: page_missing', 'body: missing', 'licence: licence_missing']],
    ['no page', { ...good, page: '' }, ['page: page_missing']],
    ['an unknown page', { ...good, page: '/x/' }, ['page: page_unknown']],
    ['a page that takes no notes', { ...good, page: '/' }, ['page: page_unknown']],
    ['a closed page', { ...good, page: '/close/' }, ['page: page_closed']],
    ['a prototype’s key as page', { ...good, page: '/__proto__/' }, ['page: page_unknown']],
    ['a page that is no text', { ...good, page: ['/seance/'] }, ['page: not_text']],
    ['an empty body', { ...good, body: ' \n ' }, ['body: body_empty']],
    ['a body of signs that nobody sees', { ...good, body: '\u200b \u2060\n\ufe0f\u034f' }, ['body: body_empty']],
    ['a body that is no text', { ...good, body: { a: 1 } }, ['body: not_text']],
    ['a body too long by one', { ...good, body: 'é'.repeat(20_001) }, ['body: body_too_long']],
    ['a NUL', { ...good, body: 'a\u0000b' }, ['body: body_control']],
    ['an escape', { ...good, body: 'a\u001b[31m' }, ['body: body_control']],
    ['markup that would take long', { ...good, body: '**_* '.repeat(3_900) }, ['body: body_costly']],
    ['quotes too deep', { ...good, body: `${'> '.repeat(40)}a` }, ['body: body_nested']],
    ['half an emoji', { ...good, body: 'a\ud83d' }, ['body: body_control']],
    ['a name of two lines', { ...good, author: 'A\nB' }, ['author: author_lines']],
    ['a header in the name', { ...good, author: 'A\r\nSet-Cookie: a=b' }, ['author: author_lines']],
    ['a name of two lines for a browser', { ...good, author: 'A\u2028B' }, ['author: author_lines']],
    ['a name too long', { ...good, author: 'é'.repeat(201) }, ['author: author_too_long']],
    ['a name that is no text', { ...good, author: 5 }, ['author: not_text']],
    ['no licence', { ...good, licence: undefined }, ['licence: licence_missing']],
    ['another licence', { ...good, licence: 'MIT' }, ['licence: licence_missing']],
  ])('%s', (_, raw, expected) => {
    expect(codes(raw)).toEqual(expected)
  })
})

test.each([
  ['20,000 characters, in emoji of two units each', { body: '🐚'.repeat(20_000) }],
  ['20,000 characters and Windows line ends', { body: `${'é'.repeat(9_999)}\r\n${'é'.repeat(10_000)}` }],
  ['tabs and newlines', { body: 'a\tb\n\nc' }],
  ['a name of 200 characters', { author: '🐚'.repeat(200) }],
  ['no name at all', { author: null }],
  ['a name that nobody sees', { author: '\u200b' }],
])('%s are taken', (_, more) => {
  expect(codes({ ...good, ...more })).toEqual([])
})

test('a correction needs neither page nor licence', () => {
  expect(parseRevision({ body: 'Mieux.', author: 'Goéland' })).toEqual({
    ok: true,
    value: { body: 'Mieux.', author: 'Goéland' },
  })
})

test('a question needs its words', () => {
  expect(parseReason(' ', true)).toMatchObject({ ok: false })
  expect(parseReason(undefined, false)).toEqual({ ok: true, value: null })
  expect(parseReason('x'.repeat(2_001), false)).toMatchObject({ ok: false })
  expect(parseReason('a\u0000b', false)).toMatchObject({ faults: [{ field: 'reason', code: 'reason_control' }] })
})

test.each([
  [21, false],
  [22, true],
  [255, true],
  [256, false],
])('an idempotency key of %i signs is one: %s', (length, isKey) => {
  expect(idempotencyKeyPattern.test('k'.repeat(length))).toBe(isKey)
})
