import { describe, expect, test } from 'vitest'
import { parsePage } from '../../worker/site/page-markdown'
import { renderPage } from '../../worker/site/page-renderer'
import { stringsFor } from '../../worker/site/strings'
import { buildFiles } from '../support/temporary-content'

function page(source: string, lang = 'fr') {
  const parsed = parsePage(source, lang)
  return { ...parsed, html: renderPage(parsed, stringsFor(lang)) }
}

describe('a box', () => {
  test('has its title and what is indented below', () => {
    const { html } = page('!!! note "Le *titre*"\n    Un texte.\n\n    - un point\n\nAprès.\n')
    expect(html).toBe(
      '<div class="encart" role="note"><p><strong>Le <em>titre</em></strong></p>\n<p>Un texte.</p>\n' +
        '<ul>\n<li>un point</li>\n</ul>\n</div>\n<p>Après.</p>\n',
    )
  })

  test.each([
    ['!!! tip', 'fr', '<strong>Astuce</strong>'],
    ['!!! tip', 'en', '<strong>Tip</strong>'],
    ['!!! maison', 'fr', '<strong>Maison</strong>'],
    ['!!! note inline end', 'fr', '<strong>Note</strong>'],
  ])('%s without a title says its kind, in the page’s language %s', (line, lang, expected) => {
    expect(page(`${line}\n    Texte.\n`, lang).html).toContain(expected)
  })

  test('has no title where "" asks for none', () => {
    expect(page('!!! note ""\n    Texte.\n').html).not.toContain('<strong>')
  })

  test.each([
    ['???', '<details class="encart alerte"><summary>Attention</summary>'],
    ['???+', '<details class="encart alerte" open><summary>Attention</summary>'],
  ])('%s can be folded', (mark, expected) => {
    expect(page(`${mark} warning\n    Texte.\n`).html).toContain(expected)
  })

  test('may follow a paragraph at once, stand in a list, and hold another', () => {
    const { html } = page(
      'Texte.\n!!! note\n    !!! tip\n        Dedans.\n\n- point\n\n    !!! bug\n        En liste.\n',
    )
    expect(html).toMatch(/<p>Texte.<\/p>\n<div class="encart"[\s\S]*<div class="encart bien"[\s\S]*Dedans/)
    expect(html).toMatch(/<li>[\s\S]*<div class="encart faute"[\s\S]*En liste/)
  })
})

describe('footnotes', () => {
  test('are numbered as the text refers to them, each leading there and back', () => {
    const { html } = page('Un[^b], deux[^a], encore[^b].\n\n[^a]: Note a.\n[^b]: Note b,\n    suite.\n\n    Fin.\n')
    expect(html).toContain('<sup id="fnref:b"><a href="#fn:b" aria-label="Note 1">1</a></sup>')
    expect(html).toContain('<sup id="fnref2:b">')
    expect(html).toMatch(
      /<li id="fn:b"><p>Note b,\nsuite.<\/p>\n<p>Fin. <a href="#fnref:b"[^>]*>↩<\/a> <a href="#fnref2:b"/,
    )
    expect(html.indexOf('id="fn:b"')).toBeLessThan(html.indexOf('id="fn:a"'))
  })

  test('that miss their text, or their place, are told with their line', () => {
    const { html, remarks } = page('Un[^x].\n\n[^y]: Seule.\n')
    expect(html).toContain('Un[^x].')
    expect(html).not.toContain('Seule')
    expect(remarks).toEqual([
      expect.objectContaining({ line: 1, severity: 'warning' }),
      expect.objectContaining({ line: 3, severity: 'warning' }),
    ])
  })
})

test('a definition list has terms and what they mean', () => {
  expect(page('Four\n:   Il chauffe.\n:   Il cuit.\n\nPoire\nCoing\n:   Un fruit.\n').html).toBe(
    '<dl>\n<dt>Four</dt>\n<dd>Il chauffe.</dd>\n<dd>Il cuit.</dd>\n<dt>Poire</dt>\n<dt>Coing</dt>\n<dd>Un fruit.</dd>\n</dl>\n',
  )
  expect(page('Four\n\n:   Un.\n\n    Deux.\n').html).toContain('<dd><p>Un.</p>\n<p>Deux.</p>\n</dd>')
})

test('a task list says what is done', () => {
  expect(page('- [x] un\n- [ ] deux\n').html).toContain('aria-label="fait">☑</span> un')
})

describe('an attribute list', () => {
  test.each(['## Titre {#ici}', '## Titre {: #ici }', '## Titre { #ici }'])(
    'gives a heading its anchor: %s',
    (line) => {
      const { html, headings, remarks } = page(`${line}\n`)
      expect(html).toBe('<h2 id="ici">Titre</h2>\n')
      expect(headings).toEqual([{ id: 'ici', text: 'Titre' }])
      expect(remarks).toEqual([])
    },
  )

  test('gives a class nothing, and says so with its line', () => {
    const { html, remarks } = page(
      'Texte.\n\n## Titre {.grand #ici}\n\nUn [lien](x.md){ .md-button }.\n\nFin.\n{: .note }\n',
    )
    expect(html).toContain('<h2 id="ici">Titre</h2>')
    expect(html).toContain('<a href="x.md">lien</a>.')
    expect(html).toContain('<p>Fin.</p>')
    expect(html).not.toContain('md-button')
    expect(remarks.map(({ line, severity }) => [line, severity])).toEqual([
      [3, 'warning'],
      [5, 'warning'],
      [8, 'warning'],
    ])
  })

  test('says the language of a passage', () => {
    const { html } = page('Un [Degemer mat]{lang=br} et *Kenavo*{: lang=br }.\n\nAn English one.\n{: lang=en }\n')
    expect(html).toContain('<span lang="br">Degemer mat</span>')
    expect(html).toContain('<span lang="br"><em>Kenavo</em></span>')
    expect(html).toContain('<p lang="en">An English one.</p>')
  })

  test.each(['un {accolade} seule', 'f(x) = {#x} au milieu', '[mots]{sans signe}'])(
    'is not what people write so: %s',
    (line) => {
      expect(page(`${line}\n`).html).toBe(`<p>${line}</p>\n`)
    },
  )

  test('with an anchor that is taken is a fault', () => {
    expect(page('## Un {#a}\n\n## Deux {#a}\n').remarks).toEqual([
      expect.objectContaining({ line: 3, severity: 'fault' }),
    ])
  })
})

test('a link leads to an anchor of another page, to its first heading too, and into raw HTML', async () => {
  const site = await buildFiles({
    'content/a.md': '# A\n\n[un](b.md#deux) [haut](b.md#page-b) [brut](b.md#brut) [ici](#a)\n',
    'content/b.md': '# Page B\n\n## Deux\n\n<p id="brut">Texte.</p>\n',
  })
  const html = new TextDecoder().decode(site.bodies.get(site.index.pages['/a/']?.body ?? ''))
  for (const href of ['/b/#deux', '/b/#contenu', '/b/#brut', '#contenu']) expect(html).toContain(`<a href="${href}">`)
})

test('a link to a file keeps what is asked of it, and the place in it; so does an image', async () => {
  const site = await buildFiles({
    'content/a.md': '# A\n\n[un](plan.pdf#page=3) [deux](plan.pdf?v=2#page=3)\n\n![Un plan](plan.svg#vue)\n',
    'content/plan.pdf': 'x',
    'content/plan.svg': 'x',
  })
  const html = new TextDecoder().decode(site.bodies.get(site.index.pages['/a/']?.body ?? ''))
  for (const to of ['href="/plan.pdf#page=3"', 'href="/plan.pdf?v=2#page=3"', 'src="/plan.svg#vue"'])
    expect(html).toContain(to)
})

describe('raw HTML of a page', () => {
  const files = (html: string) => ({
    'content/a/b.md': `# B\n\nMots ${html} fin.\n\n<div>\n${html}\n</div>\n`,
    'content/a/plan.png': 'x',
  })
  async function built(html: string): Promise<string> {
    const site = await buildFiles(files(html))
    return new TextDecoder().decode(site.bodies.get(site.index.pages['/a/b/']?.body ?? ''))
  }

  test.each([
    ['<a class="x" href="../../">un</a>', '<a class="x" href="/">un</a>'],
    ['<a href="../index.md#contenu">un</a>', '<a href="/#contenu">un</a>'],
    ["<img src='plan.png' alt='Plan'>", '<img src="/a/plan.png" alt="Plan">'],
    ['<iframe src="https://a.example"></iframe>texte', 'texte'],
  ])('%s: its links are right, wherever it stands', async (html, expected) => {
    const found = (await built(html)).match(/Mots (.*?) fin\.[\s\S]*<div>\n(.*?)\n<\/div>/)
    expect(found?.slice(1)).toEqual([expected, expected])
  })

  test.each([
    ['<a href="rien/">un</a>', 'content/a/b.md:3: faute : le lien rien/ ne mène nulle part'],
    ['<img src="plan.png">', 'content/a/b.md:3: faute : Une image n’a pas de texte de remplacement'],
  ])('%s is a fault', async (html, expected) => {
    await expect(buildFiles(files(html))).rejects.toThrow(expected)
  })
})

test('an image of another site is a link to it, because no page asks anybody else for anything', async () => {
  const site = await buildFiles({ 'content/a.md': '# A\n\n![Un four](https://a.example/four.png)\n' })
  const html = new TextDecoder().decode(site.bodies.get(site.index.pages['/a/']?.body ?? ''))
  expect(html).toContain('<p><a href="https://a.example/four.png">Un four</a></p>')
})

test('two tables of one page are two regions for whoever hears them', () => {
  const table = '| a | b |\n|---|---|\n| 1 | 2 |\n'
  const { html } = page(`${table}\nTexte.\n\n> ${table.replaceAll('\n', '\n> ')}\n`)
  expect([...html.matchAll(/role="region" aria-label="([^"]+)"/g)].map(([, name]) => name)).toEqual([
    'Tableau',
    'Tableau 2',
  ])
})
