import { Marked } from 'marked'
import { expect, test } from 'vitest'
import { nestedSource } from '../../worker/site/note-source'

test.each([
  ['its headings go on from the one above it', '# Un\n\n### Trois', '#### Un\n\n###### Trois'],
  ['so do underlined ones', 'Un\n===\n\nDeux\n---\n\n---', '#### Un\n\n##### Deux\n\n---'],
  ['a hashtag is no heading', '#lowtech', '#lowtech'],
  ['code is left alone', '```\n# x <b>\n```\nFin', '```\n# x <b>\n```\nFin'],
  ['a block of code that was left open is closed', '~~~~\n# x\n~~~', '~~~~\n# x\n~~~\n~~~~'],
  ['what looks like a fence and is none', '```a`b\n<i>', '```a`b\n\\<i>'],
  ['raw HTML is text', 'a <script>x</script> 1 < 2', 'a \\<script>x\\</script> 1 < 2'],
  ['an address in angle brackets is a link', '<https://a.example> <a@b.example>', '<https://a.example> <a@b.example>'],
])('%s', (_, body, expected) => {
  expect(nestedSource(body, 3)).toBe(expected)
})

test('no raw HTML of a note lives in a program that lets it through', () => {
  const program = new Marked()
  for (const body of [
    '<img src=x onerror=y>',
    '`a\n` <svg/onload=x> `',
    '- a `\n- b ` ` <b>x</b> `',
    '<!-- x',
    '<?php',
  ]) {
    expect(String(program.parse(nestedSource(body, 3)))).not.toMatch(/<(?:img|svg|b>|!--|\?)/)
  }
})
