import { createRequire } from 'node:module'
import fc from 'fast-check'
import { Marked, type TokensList } from 'marked'
import { expect, test } from 'vitest'
import { ownTexts } from '../../cli/corpora/own-texts'
import { nestedSource } from '../../worker/site/note-source'
import { amount } from '../support/amount'

test.each([
  ['its headings go on from the one above it', '# Un\n\n### Trois', '#### Un\n\n###### Trois'],
  ['so do underlined ones', 'Un\n===\n\nDeux\n---\n\n---', '#### Un\n\n##### Deux\n\n---'],
  ['what may be none is none', '**Un**\n===\n\n[Deux](/)\n---', '**Un**\n\\===\n\n[Deux](/)\n\n---'],
  ['a hashtag is no heading', '#lowtech', '#lowtech'],
  ['code is left alone', '```\n# x <b>\n```\nFin', '```\n# x <b>\n```\nFin'],
  ['so it is amid words', 'Entre `<p>` et (`<br>`)\nou `</p>`', 'Entre `<p>` et (`<br>`)\nou `</p>`'],
  ['a block of code that was left open is closed', '~~~~\n# x\n~~~', '~~~~\n# x\n~~~\n~~~~'],
  ['its fence is longer than what looks like one in it', '```\n~~~\n```js\n<b>\n```', '````\n~~~\n```js\n<b>\n````'],
  ['code of a list stands below it', '- a\n  ```\n   <b>\n  ```\n- c', '- a\n\n```\n <b>\n```\n- c'],
  ['what looks like a fence and is none', '```a`b\n<i>', '```a`b\n&lt;i>'],
  ['what may be code or not is text', 'a ` b\n`<i>`', 'a ` b\n`&lt;i>`'],
  ['the next paragraph is read anew', 'a ` b\n\n`<i>`', 'a ` b\n\n`<i>`'],
  ['raw HTML is text', 'a <script>x</script> 1 < 2', 'a &lt;script>x&lt;/script> 1 < 2'],
  ['so it is when its author said so', '\\<b> \\\\<b> \\\\\\<b>', '&lt;b> \\\\&lt;b> \\\\&lt;b>'],
  ['an address in angle brackets is a link', '<https://a.example> <a@b.example>', '<https://a.example> <a@b.example>'],
  [
    'what only begins as one is text',
    '<a@b onclick=x> <!--@b> <https://a `>',
    '&lt;a@b onclick=x> &lt;!--@b> &lt;https://a `>',
  ],
  [
    'links by reference have their addresses, and nothing defines them',
    '[Un](/u), [deux][a], [a][], ![a] et **[a]**, `[a]`, \\[a], [b].\n\n> [A]: https://a.example/(x) "A"\n\n- [a]',
    '[Un](/u), [deux](https://a.example/%28x%29), [a](https://a.example/%28x%29), ![a](https://a.example/%28x%29) et **[a](https://a.example/%28x%29)**, `[a]`, \\[a], [b].\n\n> \n\n- [a](https://a.example/%28x%29)',
  ],
  ['what is no definition here is none elsewhere', '[a]: /u "x\n\n<b>', '\\[a]: /u "x\n\n&lt;b>'],
  ['in quotes and lists neither', '> - [a]: /u "x\n\n- [ ] b', '> - \\[a]: /u "x\n\n- [ ] b'],
])('%s', (_, body, expected) => {
  expect(nestedSource(body, 3)).toBe(expected)
})

/** What a program that lets raw HTML through finds in notes one after the other, and the headings above them. */
function readingOf(bodies: string[], program: Marked): { found: string[]; headings: number } {
  const notes = bodies.map((body) => `### Note\n\n${nestedSource(body, 3)}\n\n[6 juillet](https://a.example/)\n`)
  const tokens = program.lexer(notes.join('\n')) as TokensList
  const found: string[] = []
  program.walkTokens(tokens, (token) => void (['html', 'def'].includes(token.type) && found.push(token.raw)))
  return { found, headings: tokens.filter((token) => token.type === 'heading' && token.depth <= 3).length }
}

const programs = [new Marked(), new Marked({ gfm: false })]

/** Notes in which such a program finds HTML or definitions of links, or which take the beginning of the next into what they left open. */
function complaintsAbout(bodies: string[]): string[] {
  return programs.flatMap((program) => {
    const { found, headings } = readingOf(bodies, program)
    return headings === bodies.length ? found : [...found, `${headings} headings of ${bodies.length}`]
  })
}

test.each([
  '<img src=x onerror=y>',
  '\\\\<img src=x onerror=y>',
  '<!--@ --><img src=x onerror=y>',
  '<!--@',
  '`a\n` <svg/onload=x> `',
  '- a `\n- b ` ` <b>x</b> `',
  '| ` | x ` ` <b> ` |\n| - | - |',
  '[a](/u`) ` ` <b> `',
  'https://a.example/` ` ` <b> `',
  '~~a ` b~~ <b> `',
  '<1`@b.example> ` ` <b> `',
  '- a\n\n  ```\nb\n\n```\n<b>\n```',
  '- a\n\n  ```\n  b',
  '[a]: /u "x\n\n```\n"\n\n<b>',
  '<!-- x',
  '<?php',
  '*a*\n===',
])('no raw HTML of %j lives in a program that lets it through, and no heading stands above its own', (body) => {
  expect(complaintsAbout([body, '```\n<b>\n```', body])).toEqual([])
})

test.each([
  '[1]: https://a.example/',
  '> [1]: https://a.example/',
  '- [1]:\n  https://a.example/',
  '- a\n\n  1. [1]: <https://a.example/>',
  '[1\n]: https://a.example/',
  '[1]: https://a.example/ "\nun titre"',
  '[^1]: https://a.example/',
])('%j leads nobody else’s links', (body) => {
  expect(complaintsAbout([body])).toEqual([])
})

test('no raw HTML lives, either, of the examples of the CommonMark specification, or of our own hostile texts', () => {
  const { tests } = createRequire(import.meta.url)('commonmark-spec') as { tests: { markdown: string }[] }
  const texts = [...tests.map(({ markdown }) => markdown), ...ownTexts].filter(
    (_, n) => n % amount({ slice: 4, whole: 1 }) === 0,
  )
  expect(texts.flatMap((text) => complaintsAbout([text, text]).map((each) => [text, each]))).toEqual([])
})

test('nor any of a random text', () => {
  const signs = fc.string({ unit: fc.constantFrom(...'<>!-@\\`~ \n/?abz'), maxLength: 40 })
  const words = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((each) => each.join(''))
  fc.assert(
    fc.property(fc.array(fc.oneof(signs, words), { minLength: 1, maxLength: 3 }), (bodies) => {
      expect(complaintsAbout(bodies)).toEqual([])
    }),
    { numRuns: amount({ slice: 1_500, whole: 50_000 }), seed: 20220706 },
  )
})

const pieces = [
  ...['<img src=x>', '<b>', '</b>', '<!--', '-->', '<!--@', '<?x', '<div\n', '<a@b.c>', '<https://a.b/', '>', '`<i>`'],
  ...[
    '`',
    '`',
    '``',
    '```',
    '```',
    '~~~',
    '````',
    '~~',
    '\\',
    '|',
    '| - | -',
    '[',
    '](',
    '[a]: /u ',
    ']:',
    '"',
    '(',
    ')',
  ],
  ...[
    '\n',
    '\n',
    '\n\n',
    '- ',
    '10. ',
    '> ',
    '  ',
    '   ',
    '\t',
    '# ',
    '---',
    '===',
    'x',
    ' ',
    '*',
    '**',
    '_',
    'www.a.b',
  ],
]
