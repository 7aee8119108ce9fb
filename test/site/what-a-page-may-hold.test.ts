import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownTexts } from '../../cli/corpora/own-texts'
import { parsePage } from '../../worker/site/page-markdown'
import { renderHeading, renderPage } from '../../worker/site/page-renderer'
import { stringsFor } from '../../worker/site/strings'
import { amount } from '../support/amount'
import { elementsOf } from '../support/html'
import { buildFiles } from '../support/temporary-content'

/** A page's HTML once its links are judged: what leads nowhere, or by another scheme, is a fault of the build. */
function rendered(source: string): { html: string; remarks: string[] } {
  const t = stringsFor('fr')
  const page = parsePage(source, 'fr')
  for (const { token } of page.references) if (!/^(?:https?:|mailto:|tel:|#)/.test(token.href)) token.href = '/ici/'
  return {
    html: `<h1>${renderHeading(page, t) ?? ''}</h1>\n${renderPage(page, t)}`,
    remarks: page.remarks.map(({ line, severity, message }) => `${line}: ${severity}: ${message}`),
  }
}

const harmful =
  /^(?:script|style|meta|base|link|form|input|button|select|textarea|i?frame|frameset|object|embed|video|audio|noscript|template|xmp|plaintext|title|animate|set|foreignobject|image)$/i

/** What of a document would run, style, send or ask elsewhere. */
function harmIn(html: string): string[] {
  return elementsOf(`<!doctype html><html><head></head><body>${html}</body></html>`).flatMap(({ name, attributes }) => [
    ...(harmful.test(name) ? [name] : []),
    ...Object.entries(attributes).flatMap(([attribute, value]) => {
      if (/^on|^style$|srcdoc|action/i.test(attribute)) return [`${name} ${attribute}`]
      if (
        /href$|src/.test(attribute) &&
        !/^(?:$|\/ici\/|#)/.test(value) &&
        !(name === 'a' && /^(?:https?|mailto|tel):/.test(value))
      )
        return [`${name} ${attribute}=${value}`]
      return []
    }),
  ])
}

test.each([
  ['a handler behind a slash', '<img alt="x" src="a.png"/onerror="ran=1">', '<img alt="x" src="/ici/">'],
  ['a handler without quotes', '<p id=a/onclick=ran=1>Mots</p>', '<p id="a/onclick=ran=1">Mots</p>'],
  ['a handler behind a quote', '<p title="a"onclick="ran=1">Mots</p>', '<p title="a">Mots</p>'],
  ['a script in a script', '<scr<script></script>ipt>ran=1</script>', 'ipt>ran=1'],
  ['a handler in a handler', '<p o onx="" nclick="ran=1" onclick=ran=1>Mots</p>', '<p o="" nclick="ran=1">Mots</p>'],
  ['a link that runs, its address bare', '<a href=javascript:ran=1>Mots</a>', '<a href="/ici/">Mots</a>'],
  ['a link that runs, its scheme hidden', '<a href="&#106;ava\nscript:ran=1">Mots</a>', '<a href="/ici/">Mots</a>'],
  [
    'a link that runs in a drawing',
    '<svg><a xlink:href="javascript:ran=1"><text>Mots</text></a></svg>',
    '<svg><a><text>Mots</text></a></svg>',
  ],
  [
    'a drawing that becomes one that runs',
    '<svg><set attributeName="href" to="javascript:ran=1" /></svg>',
    '<svg></svg>',
  ],
  ['a visitor sent away', '<meta http-equiv="refresh" content="0;url=https://a.example/">Mots', 'Mots'],
  ['a form', '<form method="post" action="/x/"><input name="a"><button>Voir</button></form>', 'Voir'],
  ['all links led elsewhere', '<base href="https://a.example/">Mots', 'Mots'],
  ['a foreign style', '<link rel="stylesheet" href="https://a.example/a.css">Mots', 'Mots'],
  [
    'a foreign image',
    '<img src="https://a.example/a.png" alt="Un four">',
    '<a href="https://a.example/a.png">Un four</a>',
  ],
  [
    'a foreign image in a link',
    '<a href="/b/"><img src=//a.example/a.png alt="Un four"></a>',
    '<a href="/ici/">Un four</a>',
  ],
  [
    'foreign images to choose from',
    '<img src="a.png" srcset="a.png 1x, https://a.example/b.png 2x" alt="x">',
    '<img src="/ici/" alt="x">',
  ],
  [
    'a foreign paint',
    '<svg><path fill="url(https://a.example/a.svg#b)" d="M0 0"/></svg>',
    '<svg><path d="M0 0"/></svg>',
  ],
  [
    'words that only some browsers read',
    '<noscript><p title="</noscript><img src=x onerror=ran=1>">',
    '<p title="&lt;/noscript&gt;&lt;img src=x onerror=ran=1&gt;">',
  ],
  [
    'a comment that ends another way',
    '<!--><img alt="" src="a.png" onerror="ran=1"> -->',
    '<img alt="" src="/ici/"> -->',
  ],
])('%s stays out of a page', (_, html, expected) => {
  expect(rendered(`# A\n\n<div>\n${html}\n</div>\n`).html).toContain(`<div>\n${expected}\n</div>`)
})

test('what is left out is told once a place, with its line', () => {
  const form = '<form action="/x/"><button onclick="x">Un</button><button>Deux</button></form>'
  const { remarks } = rendered(
    `# A\n\nMots <video src="a.mp4"></video> et <b onclick="x">fin</b>.\n\n<div>\n\n${form}\n`,
  )
  expect(remarks).toEqual([
    '3: warning: Un cadre ou un lecteur est laissé de côté : mettez un lien',
    '3: warning: Un attribut style ou on… est laissé de côté',
    '7: warning: La balise <form> n’est pas de celles d’une page : elle est laissée de côté, ses mots restent',
    '7: warning: La balise <button> n’est pas de celles d’une page : elle est laissée de côté, ses mots restent',
  ])
})

test('what authors write by hand stays', () => {
  const kept = [
    '<details open=""><summary>Plus</summary>Appuyez sur <kbd>Ctrl</kbd>+<kbd>C</kbd>.</details>',
    '<p class="centre" id="ici" lang="en" title="a &amp; b">H<sub>2</sub>O<br/><mark>ici</mark> &eacute; 1 &gt; 0</p>',
    '<table><tr><th scope="row" colspan="2">a</th><td align="right">b</td></tr></table>',
    '<figure><img src="/ici/" alt="Un four" width="40" loading="lazy"><figcaption>Un four</figcaption></figure>',
    '<svg viewbox="0 0 9 9" aria-label="Un trait"><path d="M0 0h9" fill="none" stroke="#000"/><use href="#b"/></svg>',
    '<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>',
  ]
  for (const html of kept)
    expect(rendered(`<div>\n${html}\n</div>`)).toEqual({ html: `<h1></h1>\n<div>\n${html}\n</div>`, remarks: [] })
  expect(rendered('Un <kbd>"a" <b> &lt; 1 < 2</kbd> deux\n').html).toContain(
    '<p>Un <kbd>"a" <b> &lt; 1 &lt; 2</kbd> deux</p>',
  )
})

/** Pieces that mean little alone, and much behind each other. */
const pieces = [
  ...[
    '<div title="',
    '<div ',
    '<kbd>',
    '</kbd>',
    '<img/src=x ',
    '<svg>',
    '<math>',
    '<style>',
    '</style>',
    '<script',
    '>',
  ],
  ...[
    '<noscript>',
    '</noscript>',
    '<textarea>',
    '</textarea>',
    '<title>',
    '<xmp>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
  ],
  ...[
    '/onerror=ran=1',
    ' onload="ran=1"',
    '"',
    "'",
    '/>',
    '`',
    '\n\n',
    '\n',
    '    ',
    '> ',
    '- ',
    '| a |\n|---|\n| ',
    '!!! note "',
  ],
  ...['[a](/onclick=ran=1)', '![a](x "t")', '## T {id=\'a"onclick="ran=1\'}', "[b]{id='\"><img src=x onerror=ran=1>'}"],
  ...[
    '[^"]: ',
    '[^1]',
    '[^1]: ',
    ':   ',
    'Mots',
    '<a href=',
    '<form action=/x/>',
    '<base href=//a.example>',
    '&lt;img onerror=x>',
  ],
  ...['javascript:ran=1', 'https://a.example/', '</b', '<b', '\\', '\u0000', '<scr<script></script>ipt>'],
]

describe('nothing that runs, styles, sends or asks elsewhere comes of a page', () => {
  test('whatever is known to', () => {
    for (const text of ownTexts.filter((_, n) => n % amount({ slice: 6, whole: 1 }) === 0)) {
      for (const source of [text, `<div>\n${text}\n</div>`, `# ${text}`, `<kbd>${text}`, `!!! note "x"\n    ${text}`])
        expect({ source, harm: harmIn(rendered(source).html) }).toEqual({ source, harm: [] })
    }
  })

  test('however its pieces stand behind each other', () => {
    const source = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(''))
    fc.assert(
      fc.property(source, (text) => {
        expect(harmIn(rendered(text).html)).toEqual([])
      }),
      { numRuns: amount({ slice: 500, whole: 100_000 }) },
    )
  })
})

test('an address that runs something is a fault of the page, wherever it stands', async () => {
  for (const link of ['<a href=javascript:x>a</a>', '<area href="JavaScript:x">', '[a](javascript:x)'])
    await expect(buildFiles({ 'content/a.md': `# A\n\n${link}\n` })).rejects.toThrow('lien d’une sorte inconnue')
})
