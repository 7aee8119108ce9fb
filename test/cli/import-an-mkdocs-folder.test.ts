import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { importMkdocs } from '../../cli/import/mkdocs'
import { projectRoot } from '../../cli/project'
import { removeTemporaryContent, siteYaml } from '../support/temporary-content'

let root = ''
let source = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kesako-test-'))
  source = join(root, 'mkdocs')
  await cp(join(projectRoot, 'test/files/mkdocs'), source, { recursive: true })
  await cp(join(projectRoot, 'test/files/mkdocs/docs/img/plan.svg'), join(root, 'content/logo.svg'))
  await writeFile(join(root, 'content/site.yml'), siteYaml)
})
afterEach(() => removeTemporaryContent(root))

const bring = (wishes = {}) => importMkdocs(root, source, { rehearsal: false, force: false, ...wishes })
const inContent = (path: string) => readFile(join(root, 'content', path), 'utf8')

test('pages, images and links come over, and the result builds', async () => {
  const said = await bring()
  expect(said.at(-1)).toBe('4 pages et 1 fichier repris.')
  const { site, remarks } = await buildSite(root)
  expect(remarks.filter(({ severity }) => severity === 'fault')).toEqual([])
  expect(Object.keys(site?.index.pages ?? {}).sort()).toEqual([
    '/',
    '/ateliers/',
    '/ateliers/reparer-un-objet/',
    '/premiers_pas/',
  ])
  const home = await inContent('index.md')
  expect(home).toContain('[réparer](/ateliers/reparer-un-objet/)')
  expect(home).toContain('![Un plan du lieu](img/plan.svg){ width=300 }')
  expect(home).toContain('!!! note "À savoir"')
  expect(await inContent('ateliers/index.md')).toContain('[Réparer](/ateliers/reparer-un-objet/)')
  expect(await inContent('premiers_pas.md')).not.toContain('\r')
})

test('what cannot be carried is listed with file and line', async () => {
  const said = await bring({ rehearsal: true })
  const lines = said.filter((line) => line.includes('non repris'))
  for (const beginning of [
    'index.md:4: non repris : hide: search',
    'index.md:5: non repris : la clé « tags »',
    'index.md:7: non repris : la clé « template »',
    'index.md:19: non repris : des onglets',
    'index.md:23: non repris : une icône',
    'ateliers/Réparer un objet.md:5: non repris : un extrait inclus',
    'img/extra.css:1: non repris',
    'notes/index.md:1: non repris : l’adresse /notes/',
    'mkdocs.yml:10: non repris : « Ateliers » est une rubrique',
    'mkdocs.yml:13: non repris : l’entrée de menu « Le réseau »',
  ]) {
    expect(lines).toContainEqual(expect.stringContaining(beginning))
  }
  expect(lines.filter((line) => line.includes('macro'))).toEqual([])
  await expect(inContent('index.md')).rejects.toThrow('ENOENT')
})

test('a name that is an address keeps it beside one that would be rewritten to it, which is told of the other', async () => {
  const names = ['Talk A.md', 'talk-a.md', 'Un plan.svg', 'un-plan.svg', 'talk-b.md', 'talk-b/index.md']
  await mkdir(join(source, 'docs/talk-b'))
  for (const name of names) await writeFile(join(source, 'docs', name), `# ${name}\n`)
  const lines = (await bring()).filter((line) => /talk|plan/i.test(line))
  expect(lines).toEqual([
    'Talk A.md:1: non repris : son adresse /talk-a/ est celle de talk-a.md : renommez l’un des deux',
    'talk-b/index.md:1: non repris : son adresse /talk-b/ est celle de talk-b.md : renommez l’un des deux',
    'Un plan.svg:1: non repris : son adresse /un-plan.svg est celle de un-plan.svg : renommez l’un des deux',
  ])
  for (const name of ['talk-a.md', 'un-plan.svg']) expect(await inContent(name)).toBe(`# ${name}\n`)
})

test('a symbolic link is left out, and said to be', async () => {
  await symlink('premiers_pas.md', join(source, 'docs/autre.md'))
  await symlink('ateliers', join(source, 'docs/dossier'))
  const said = await bring()
  for (const name of ['autre.md', 'dossier'])
    expect(said).toContainEqual(`${name}:1: non repris : un lien symbolique : copiez à sa place ce vers quoi il mène`)
  expect(said.at(-1)).toBe('4 pages et 1 fichier repris.')
})

test('the menu is shown to be copied, and written with --force', async () => {
  expect((await bring()).join('\n')).toContain('- { path: /ateliers/, label: "Ateliers" }')
  expect(await inContent('site.yml')).toBe(siteYaml)
  await bring({ force: true })
  const { site } = await buildSite(root)
  expect(site?.index.site.nav).toEqual([
    { path: '/', label: 'Accueil' },
    { path: '/premiers_pas/', label: 'Premiers pas' },
    { path: '/ateliers/', label: 'Ateliers' },
  ])
})

test('the menu is written with the line ends that site.yml has', async () => {
  await writeFile(join(root, 'content/site.yml'), siteYaml.replaceAll('\n', '\r\n'))
  await bring({ force: true })
  expect((await inContent('site.yml')).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('nothing is overwritten without --force, and then nothing at all is written', async () => {
  await writeFile(join(root, 'content/premiers_pas.md'), '# Les nôtres\n')
  await expect(bring()).rejects.toThrow('content/premiers_pas.md')
  await expect(inContent('index.md')).rejects.toThrow('ENOENT')
  await bring({ force: true })
  expect(await inContent('premiers_pas.md')).toContain('# Premiers pas')
})

test('the docs folder alone will do, and the same import again changes nothing', async () => {
  source = join(source, 'docs')
  await bring()
  await bring()
  expect(await inContent('index.md')).toContain('# Bienvenue')
})

test('a page in Latin-1 stops the import with a word of what to do', async () => {
  await writeFile(join(source, 'docs/vieux.md'), Buffer.from('# \xc9t\xe9\n', 'latin1'))
  await expect(bring()).rejects.toThrow('iconv')
  await expect(inContent('index.md')).rejects.toThrow('ENOENT')
})

test('a folder that is none, or has no page, says so', async () => {
  await rm(join(source, 'docs'), { recursive: true })
  await expect(bring()).rejects.toThrow('docs_dir')
  source = join(root, 'nulle-part')
  await expect(bring()).rejects.toThrow('n’est pas un dossier')
})

/** Each of five levels is nine times the one before. */
const endless = ['a', 'b', 'c', 'd', 'e']
  .map((name, n, all) => `${name}: &${name} [${Array(9).fill(n === 0 ? 'x' : `*${all[n - 1]}`)}]\n`)
  .join('')

test.each([
  [
    'docs/index.md',
    '---\ntitle: A : b\n---\n',
    /index\.md:2: en-tête YAML illisible : mettez le texte entre guillemets/,
  ],
  ['mkdocs.yml', 'site_name: A\nnav: [\n', /mkdocs\.yml:3: illisible : le retrait/],
  ['mkdocs.yml', `site_name: A\n${endless}nav: []\n`, /mkdocs\.yml:1: illisible : des renvois/],
  ['docs/index.md', `---\n${endless}---\n# A\n`, /index\.md:2: en-tête YAML illisible : des renvois/],
])('YAML of %s that cannot be read is told as the build tells it', async (file, text, told) => {
  await writeFile(join(source, file), text)
  await expect(bring()).rejects.toThrow(told)
})
