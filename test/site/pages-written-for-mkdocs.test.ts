import { afterEach, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { removeTemporaryContent, siteYaml, temporaryContent } from '../support/temporary-content'

/** A home page as it stood in an MkDocs Material site, with the habits that come with it. */
const homePage = `---
hide:
  - navigation
  - toc
---

<style>
  .md-typeset h1 { display: none; }
  .md-content { color: red; }
</style>

# Kesako ?

Voir [les séances de mercredi](../../sessions/mercredi_06072022) et [les premiers pas](../premiers_pas),
ou [les premiers pas, par leur fichier](premiers_pas.md#un-titre-accentue).

## Un

## Deux

## Trois
`

let root = ''
afterEach(() => removeTemporaryContent(root))

async function page(files: Record<string, string>, address: string) {
  root = await temporaryContent({ 'content/site.yml': siteYaml.replace('nav:', 'annonce: ""\nnav:'), ...files })
  const { site, remarks } = await buildSite(root)
  const key = site?.index.pages[address]?.body ?? ''
  return { html: new TextDecoder().decode(site?.bodies.get(key)), remarks }
}

const others = {
  'content/premiers_pas.md': '# Premiers pas\n\n## Un titre accentué\n\n[retour](../)\n',
  'content/sessions/mercredi_06072022.md':
    '# Mercredi\n\n[un](../premiers_pas) [deux](../../premiers_pas/) [accueil](../../)\n',
}

test('a home page with hidden parts, relative links and a style block comes out right', async () => {
  const { html, remarks } = await page({ 'content/index.md': homePage, ...others }, '/')
  expect(html).toContain('href="/sessions/mercredi_06072022/"')
  expect(html).toContain('<a href="/premiers_pas/">les premiers pas</a>')
  expect(html).toContain('href="/premiers_pas/#un-titre-accentue"')
  expect(html).not.toContain('<nav')
  expect(html).not.toContain('class="toc"')
  expect(html).not.toContain('md-typeset')
  expect(html.match(/<h1/g)).toHaveLength(1)
  expect(remarks).toEqual([expect.objectContaining({ file: 'content/index.md', line: 7, severity: 'warning' })])
})

test('a relative link means the address it is seen from, or the file where only that exists', async () => {
  const { html } = await page({ 'content/index.md': homePage, ...others }, '/sessions/mercredi_06072022/')
  expect(html).toContain('<a href="/premiers_pas/">un</a>')
  expect(html).toContain('<a href="/premiers_pas/">deux</a>')
  expect(html).toContain('<a href="/">accueil</a>')
})

test('without hide, three sections make a table of contents and the menu is there', async () => {
  const { html } = await page({ 'content/index.md': homePage.replace(/^---[\s\S]*?---\n/, ''), ...others }, '/')
  expect(html).toContain('<nav aria-label="Menu principal">')
  expect(html).toContain('<a href="#deux">Deux</a>')
  expect(html).toContain('<h2 id="deux">')
})

test('further first-level headings become sections, and equal ones get anchors of their own', async () => {
  const { html } = await page({ 'content/index.md': '# A\n\n# B\n\n## B\n\n### Notes\n' }, '/')
  expect(html).toContain('<h2 id="b">B</h2>')
  expect(html).toContain('<h2 id="b_1">B</h2>')
  expect(html).toContain('<h3 id="notes_1">Notes</h3>')
})

test('a comment in the text cannot fill a slot of the page', async () => {
  const { html } = await page(
    { 'content/index.md': '# A\n\n<!--kesako:notes-->\n\nSuite <!--kesako:poids--> ici.\n' },
    '/',
  )
  expect(html).not.toContain('<!--kesako:notes-->')
  expect(html.match(/<!--kesako:poids-->/g)).toHaveLength(1)
})
