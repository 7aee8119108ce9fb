import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { formatRemarks } from '../../cli/content/remarks'
import { warnOfExpiry } from '../../cli/content/settings'
import { shortCode } from '../../worker/site/short-code'
import { at, front, session, set, settings, timed, tryBuild, when, zone } from '../support/faulty-content'
import { removeTemporaryContent, siteYaml, temporaryContent } from '../support/temporary-content'

let root = ''
afterEach(() => removeTemporaryContent(root))

/** Two ids that happen to get one short code. */
const SAME_CODE = ['s119', 's1023'] as const

const withId = (id: string) => session('').replace('title', `id: ${id}\ntitle`)

test.each([
  ['file', 'content/café.md', 'content/caf\ufffd.md'],
  ['folder', 'content/café/index.md', 'content/caf\ufffd'],
  ['file of public/', 'public/café.png', 'public/caf\ufffd.png'],
])('the name of a %s that is not UTF-8 is the only fault that is told', async (_, name, told) => {
  root = await temporaryContent({})
  // As a system of before UTF-8 wrote it.
  const path = Buffer.from(join(root, name), 'latin1')
  await mkdir(path.subarray(0, path.lastIndexOf('/')), { recursive: true })
  await writeFile(path, '# Café\n')
  const { site, remarks } = await buildSite(root)
  expect([site, formatRemarks(remarks)]).toEqual([
    null,
    `${told}:1: faute : ce nom n’est pas écrit en UTF-8 : renommez-le`,
  ])
})

describe('a fault of the content is told with its file and line, and nothing is built', () => {
  test.each<[string, Record<string, string | Uint8Array>, string]>([
    [
      'an unknown key',
      { 'content/a.md': '---\ntitle: A\ncolor: red\n---\n' },
      'content/a.md:3: faute : clé inconnue « color »',
    ],
    [
      'a value that does not fit',
      { 'content/a.md': '---\ntitle: A\nnotes: maybe\n---\n' },
      'content/a.md:3: faute : « notes »',
    ],
    ['unreadable YAML', { 'content/a.md': '---\ntitle: A\n  x: [\n---\n' }, 'content/a.md:3: faute : illisible'],
    ['a missing title', { 'content/a.md': 'Texte.\n' }, 'content/a.md:1: faute : la page n’a pas de titre'],
    ['a broken link', { 'content/a.md': '# A\n\nLigne.\n\n[b](b.md)\n' }, 'content/a.md:5: faute : le lien b.md'],
    ['a broken link in a list', { 'content/a.md': '# A\n\n- un\n- [b](/b/)\n' }, 'content/a.md:4: faute : le lien /b/'],
    [
      'a broken link under front matter',
      { 'content/a.md': '---\ntitle: A\n---\n\n[b](b/)\n' },
      'content/a.md:5: faute',
    ],
    [
      'a broken anchor',
      { 'content/a.md': '# A\n\n[x](index.md#rien)\n' },
      'content/a.md:3: faute : l’ancre de index.md#rien',
    ],
    [
      'a broken anchor of its own',
      { 'content/a.md': '# A\n\n[x](#rien)\n' },
      'content/a.md:3: faute : l’ancre de #rien',
    ],
    [
      'an address that cannot be decoded',
      { 'content/a.md': '# A\n\n[x](/%E0%A4%A/)\n' },
      'content/a.md:3: faute : adresse illisible',
    ],
    [
      'a script as a link',
      { 'content/a.md': '# A\n\n[x](javascript:alert(1))\n' },
      'content/a.md:3: faute : lien d’une sorte inconnue',
    ],
    [
      'an image without a text',
      { 'content/a.md': '# A\n\n![](i.png)\n', 'content/i.png': 'x' },
      'content/a.md:3: faute : L’image i.png',
    ],
    ['a missing image', { 'content/a.md': '# A\n\n![x](i.png)\n' }, 'content/a.md:3: faute : le lien i.png'],
    [
      'two files for one address',
      { 'content/a.md': '# A\n', 'content/a/index.md': '# A\n' },
      'content/a/index.md:1: faute : la même adresse que content/a.md',
    ],
    [
      'an address of the program',
      { 'content/programme.md': '# P\n' },
      'content/programme.md:1: faute : l’adresse /programme/',
    ],
    ['a public file at an address of the program', { 'public/robots.txt': '' }, 'public/robots.txt:1: faute'],
    [
      'such a file in a hidden folder',
      { 'public/.well-known/security.txt': '' },
      'public/.well-known/security.txt:1: faute : l’adresse /.well-known/security.txt est celle du programme',
    ],
    [
      'such a file of content/',
      { 'content/.well-known/security.txt': '' },
      'content/.well-known/security.txt:1: faute : l’adresse /.well-known/security.txt est celle du programme',
    ],
    [
      'a public file that hides a page',
      { 'content/a.md': '# A\n', 'public/a/index.html': '' },
      'public/a/index.html:1: faute : cacherait content/a.md',
    ],
    [
      'a dead link on a page whose front matter has a fault, too',
      { 'content/a.md': '---\ntitle: T\nfoo: x\n---\n[a](nope.md)\n' },
      'content/a.md:5: faute : le lien nope.md',
    ],
    [
      'a file at another address of a page',
      { 'content/a/index.html': 'x', 'content/a.md': '# A\n' },
      'content/a/index.html:1: faute : cette adresse mène à content/a.md',
    ],
    [
      'a file whose name is a folder’s',
      { 'content/a.md': '# A\n', 'content/a': 'x' },
      'content/a:1: faute : un dossier de ce nom est là pour content/a.md',
    ],
    [
      'two pages whose Markdown would have one address',
      { 'content/index.md': '# A\n', 'content/index/index.md': '# B\n' },
      'content/index/index.md:1: faute : la même adresse en Markdown que content/index.md',
    ],
    [
      'a page with another ending',
      { 'content/a.MD': '# A\n' },
      'content/a.MD:1: faute : pour que ce soit une page, nommez le fichier a.md',
    ],
    [
      'a page whose ending is written out',
      { 'content/b/a.markdown': '# A\n' },
      'content/b/a.markdown:1: faute : pour que ce soit une page, nommez le fichier a.md',
    ],
    ['a name that is no address', { 'content/mon fichier.md': '# A\n' }, 'content/mon fichier.md:1: faute'],
    [
      'a text that is not UTF-8',
      { 'content/a.md': new Uint8Array([0x23, 0x20, 0xe9]) },
      'content/a.md:1: faute : ce n’est pas de l’UTF-8',
    ],
    [
      'two pages with one id',
      { 'content/a.md': '---\nid: x\ntitle: A\n---\n', 'content/b.md': '---\ntitle: B\nid: x\n---\n' },
      'content/b.md:3: faute : le même id',
    ],
    ['an unknown room', { 'content/a.md': session('room: cave') }, 'content/a.md:3: faute : salle inconnue'],
    ['an unknown theme', { 'content/a.md': session('theme: x') }, 'content/a.md:3: faute : thème inconnu'],
    [
      'one room twice at one hour',
      { 'content/a.md': session('room: amphi'), 'content/b.md': session('room: amphi') },
      'content/b.md:3: faute : même salle et même heure que content/a.md',
    ],
    [
      'a session outside the dates',
      { 'content/a.md': session('').replaceAll('07-06', '08-06') },
      'content/a.md:3: faute : la séance sort des dates',
    ],
    [
      'the line of the room that is taken, by a session that outlasts the next one',
      {
        'content/a.md': timed('09:00', '12:00'),
        'content/b.md': timed('09:30', '10:00'),
        'content/c.md': timed('10:00', '10:30').replace('amphi', 'salle-1'),
        'content/d.md': timed('11:00', '11:30'),
      },
      'content/d.md:6: faute : même salle et même heure que content/a.md',
    ],
    [
      'an hour that the change to summer time leaves out',
      { ...zone('Europe/Paris', '2026-03-29'), ...at('2026-03-29T02:30', '2026-03-29T04:00') },
      'content/a.md:4: faute : 2026-03-29T02:30 n’existe pas, l’heure change à ce moment (Europe/Paris)',
    ],
    [
      'such an hour as an end, which would come before the start',
      { ...zone('Pacific/Auckland', '2026-09-27'), ...at('2026-09-27T01:00', '2026-09-27T02:30') },
      'content/a.md:5: faute : 2026-09-27T02:30 n’existe pas',
    ],
    [
      'one guid for two sessions',
      {
        'content/a.md': session('guid: 852dcb53-bf49-4a07-9d33-01a029b969f5'),
        'content/b.md': session('guid: 852dcb53-bf49-4a07-9d33-01a029b969f5'),
      },
      'content/b.md:3: faute : le même guid que content/a.md',
    ],
    [
      'one short address for two sessions',
      { 'content/a.md': withId(SAME_CODE[0]), 'content/b.md': withId(SAME_CODE[1]) },
      'content/b.md:4: faute : la même adresse courte que content/a.md, /n/',
    ],
    [
      'a session that ends before it starts',
      { 'content/a.md': session('').replace('T12:30', 'T09:00') },
      'content/a.md:3: faute',
    ],
    [
      'an unknown key of site.yml',
      { 'content/site.yml': `${siteYaml}couleur: bleu\n` },
      'content/site.yml:13: faute : clé inconnue « couleur »',
    ],
    [
      'a key that site.yml lacks',
      { 'content/site.yml': siteYaml.replace(/^url.*\n/m, '') },
      'content/site.yml:1: faute : il manque la clé « url »',
    ],
    [
      'a site.yml that says nothing',
      { 'content/site.yml': '' },
      'content/site.yml:1: faute : il manque la clé « name »',
    ],
    [
      'a menu that leads nowhere',
      { 'content/site.yml': siteYaml.replace('path: /,', 'path: /x/,') },
      'content/site.yml:12: faute : nav : « Accueil » mène à /x/',
    ],
    [
      'a menu that leads to no anchor of its page',
      { 'content/site.yml': siteYaml.replace('path: /,', "path: '/?notes=2#rien',") },
      'content/site.yml:12: faute : nav : l’ancre de /?notes=2#rien',
    ],
    [
      'a query at an address that is not there',
      { 'content/site.yml': `${siteYaml}redirects: { /x/: '/y/?theme=low-tech' }\n` },
      'content/site.yml:13: faute : redirects : /x/ mène à /y/?theme=low-tech',
    ],
    [
      'a redirect that leads to no anchor of its page',
      { 'content/site.yml': `${siteYaml}redirects: { /x/: '/#rien' }\n` },
      'content/site.yml:13: faute : redirects : l’ancre de /#rien',
    ],
    [
      'a redirect from an address of the program',
      { 'content/site.yml': `${siteYaml}redirects: { '/plan/?x': / }\n` },
      'content/site.yml:13: faute : redirects : /plan/?x',
    ],
    [
      'a share image that is not there',
      { 'content/site.yml': `${siteYaml}share: { image: /rien.png, alt: Rien }\n` },
      'content/site.yml:13: faute : share : l’image /rien.png',
    ],
    [
      'an address for reports of holes that is none',
      { 'content/site.yml': `${siteYaml}security: { contact: x, expires: 2027-01-31 }\n` },
      'content/site.yml:13: faute : « security.contact »',
    ],
    [
      'an anchor that two passages claim',
      { 'content/a.md': '# A\n\n## Un {#x}\n\n## Deux {#x}\n' },
      'content/a.md:5: faute : l’ancre #x sert deux fois',
    ],
    [
      'redirects that the platform would make without the program',
      { 'public/_redirects': '/ /x/ 302\n' },
      'public/_redirects:1: faute : les redirections se disent dans content/site.yml',
    ],
    [
      'a public file that hides a page’s Markdown',
      { 'content/a.md': '# A\n', 'public/a.md': '' },
      'public/a.md:1: faute : cacherait content/a.md',
    ],
    [
      'a redirect that leads nowhere',
      { 'content/site.yml': `${siteYaml}redirects:\n  /wiki/: /\n  /x/: /y/\n` },
      'content/site.yml:15: faute : redirects : /x/ mène à /y/',
    ],
    [
      'two themes with one id',
      {
        'content/site.yml': siteYaml.replace('themes: [', 'themes:\n  [{ id: low-tech, name: Basse technologie },\n  '),
      },
      'content/site.yml:13: faute : themes : l’id low-tech sert déjà',
    ],
    [
      'an event that ends before it begins',
      { 'content/site.yml': siteYaml.replace('end: 2022-07-08', 'end: 2022-07-04') },
      'content/site.yml:8: faute : event : la fin vient avant le début',
    ],
  ])('%s', async (_, files, expected) => {
    const { site, said } = await tryBuild(files)
    expect(said).toContain(expected)
    expect(site).toBeNull()
  })

  test.each(['__proto__: { a: 1 }', '__proto__: 3', 'constructor: 3', 'toString: 3', 'hasOwnProperty: 3'])(
    'a key that every object has: %s',
    async (line) => {
      const key = line.split(':')[0]
      const inSession = session(line).replace('title:', `${line}\ntitle:`)
      const { said, site } = await tryBuild({ ...settings(line), 'content/a.md': inSession })
      expect(site).toBeNull()
      expect(said.split('\n')).toEqual([
        expect.stringMatching(`^content/a.md:2: faute : clé inconnue « ${key} » `),
        expect.stringMatching(`^content/a.md:4: faute : clé inconnue « session.${key} » `),
        expect.stringMatching(`^content/site.yml:13: faute : clé inconnue « ${key} » `),
      ])
    },
  )

  test('names for values, one in the other so often that all of it would be endless', async () => {
    const tenOf = (value: string) => `[${Array(10).fill(value).join(', ')}]`
    const lines = ['x', '*a', '*b', '*c', '*d', '*e'].map((value, n) => `k${n}: &${'abcdef'[n]} ${tenOf(value)}`)
    const { said, site } = await tryBuild({ ...settings(lines.join('\n')), ...front(lines.join('\n')) })
    expect(site).toBeNull()
    expect(said.split('\n')).toEqual([
      expect.stringMatching(/^content\/a\.md:2: faute : illisible : trop de renvois/),
      expect.stringMatching(/^content\/site\.yml:1: faute : illisible : trop de renvois/),
    ])
  })

  test.each(['content', 'public'])('a file in the place of %s/', async (folder) => {
    root = await temporaryContent({})
    await rm(`${root}/${folder}`, { recursive: true, force: true })
    await writeFile(`${root}/${folder}`, '')
    const { site, remarks } = await buildSite(root)
    expect([site, formatRemarks(remarks)]).toEqual([
      null,
      `${folder}:1: faute : un fichier tient la place de ce dossier : déplacez-le`,
    ])
  })

  test('all faults are told at once', async () => {
    const { said } = await tryBuild({ 'content/a.md': '# A\n\n[x](x.md)\n\n[y](y.md)\n', 'content/b.md': 'Texte.\n' })
    expect(said.split('\n')).toHaveLength(3)
  })
})

const talk = {
  'content/s/a.md': session('').replace('title', 'notes: open\ntitle'),
  'content/s/b.md': '# Une page\n',
}

test.each([
  ['/programme/2022-07-09/', 'le 2022-07-09 est hors des dates de l’événement'],
  ['/programme/2022-07-04/affiches/', 'le 2022-07-04 est hors des dates de l’événement'],
  ['/programme/demain/', 'demain n’est pas un jour'],
  ['/programme/?theme=nope', 'thème inconnu de site.yml : nope (connus : low-tech)'],
  ['/programme/2022-07-06/?salle=gone#x', 'salle inconnue de site.yml : gone (connues : amphi, salle-1)'],
  ['/n/AAAAA', 'aucune séance n’a l’adresse courte AAAAA'],
  ['/s/b/affiche/', 'content/s/b.md n’est pas une séance'],
  ['/s/b/session.ics', 'content/s/b.md n’est pas une séance'],
  ['/s/b/feed.xml', 'content/s/b.md ne prend pas de notes'],
  ['/s/c/affiche/', 'la page /s/c/ n’existe pas'],
])('a link, a menu or a redirect to where the program itself has nothing is a fault: %s', async (to, why) => {
  const { said, site } = await tryBuild({
    ...talk,
    'content/c.md': `# C\n\n[x](${to})\n`,
    'content/site.yml': `${siteYaml}footer: [{ path: "${to}", label: L }]\nredirects: { /x/: "${to}" }\n`,
  })
  expect(said.split('\n')).toEqual([
    `content/c.md:3: faute : le lien ${to} ne mène nulle part : ${why}`,
    `content/site.yml:13: faute : footer : « L » mène à ${to} : ${why}`,
    `content/site.yml:14: faute : redirects : /x/ mène à ${to} : ${why}`,
  ])
  expect(site).toBeNull()
})

test('an old address that something answers already, or that nobody can ask for, is a fault', async () => {
  const faults = [
    ['/a/', 'content/a.md répond déjà à /a/'],
    ['/a', 'content/a.md répond déjà à /a'],
    ['/a.html', 'content/a.md répond déjà à /a.html'],
    ['/a/index.html/', 'content/a.md répond déjà à /a/index.html/'],
    ['/a.md', 'content/a.md répond déjà à /a.md'],
    ['/', 'content/index.md répond déjà à /'],
    ['/index.md', 'content/index.md répond déjà à /index.md'],
    ['/a.png', 'content/a.png répond déjà à /a.png'],
    ['/b.png/', 'public/b.png répond déjà à /b.png/'],
    ['/plan/?x', '/plan/?x est une adresse du programme lui-même'],
    ['x/', 'x/ doit commencer par /'],
    ['/x/#y', '/x/#y ne peut pas être demandée : ce qui suit un # reste dans le navigateur'],
    ['/?', '/? ne peut pas être demandée : rien ne suit le ?'],
    ['/x//y', '/x//y ne peut pas être demandée'],
    ['/x/../y', '/x/../y ne peut pas être demandée'],
    ['/x\\y', '/x\\y ne peut pas être demandée'],
    ['/cafe\u0301/', '/cafe\u0301/ ne peut pas être demandée : écrivez /café/'],
    ['/caf%C3%A9/?x', '/caf%C3%A9/?x ne peut pas être demandée : écrivez /café/?x'],
    ['/Quoi%3F', '/Quoi%3F ne peut pas être demandée : écrivez /Quoi?'],
  ] as const
  const fine = ['/x', '/a/?x', '/a.html?x', '/100%/', '/?Été', '/Quoi?', '/b', '/a/a.png', '/x.html']
  const redirects = [...faults.map(([from]) => from), ...fine].map((from) => `\n  '${from}': /programme/`)
  const { said, site } = await tryBuild({
    ...{ 'content/a.md': '# A\n', 'content/a.png': '', 'public/b.png': '' },
    ...settings(`redirects:${redirects.join('')}`),
  })
  const told = faults.map(([, why], n) => `content/site.yml:${14 + n}: faute : redirects : ${why}`)
  expect(said.split('\n')).toEqual(told)
  expect(site).toBeNull()
})

test('a redirect may lead to a page’s Markdown', async () => {
  const redirects = "redirects: { /x: /a.md, /y: '/index.md#x', /z: /a/index.md, /t: /b.md }"
  const { said } = await tryBuild({ 'content/a.md': '# A\n', ...settings(redirects) })
  expect(said).toBe('content/site.yml:13: faute : redirects : /t mène à /b.md, qui n’existe pas')
})

test('a link to what the program makes of the content is none', async () => {
  const code = shortCode('/s/a/')
  const links = ['/programme/', '/programme/maintenant/', '/programme/2022-07-08/?theme=low-tech&salle=amphi#x']
  const more = [`/n/${code.toLowerCase()}/`, '/s/a/affiche/', 'affiche/', 'a/session.ics', '/s/a/feed.xml', '/feed.xml']
  const { said } = await tryBuild({
    ...talk,
    'content/s/a.md': `${talk['content/s/a.md']}\n${[...links, ...more].map((to) => `[x](${to})`).join('\n')}\n`,
  })
  expect(said).toBe('')
})

test('front matter may be read after spaces behind its ---, and a page may begin with a rule', async () => {
  const { site, said } = await tryBuild({
    'content/a.md': '---  \ntitle: Dedans\n---\nTexte.\n',
    'content/b.md': '---\n\n# Après un trait\n',
  })
  expect(said).toBe('')
  expect(site?.index.pages['/a/']?.title).toBe('Dedans')
})

test('a key that may be left out may be emptied too', async () => {
  const lines = ['annonce:', 'redirects:', 'share: ~', 'security:', 'footer:', 'reasons:', 'retention: { spam: }']
  const emptied = siteYaml.replace(/^(rooms|themes): .*$/gm, '$1:').replace('place: Brest', 'place: Brest, site: ')
  const { site, said } = await tryBuild({
    'content/site.yml': `${emptied}${lines.join('\n')}\nlegal:\n  publisher:\n`,
    'content/a.md': `---
title: A
description:
lang:
hide:
id:
day:
session: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: , theme: , speakers: , guid: , status: }
---
{{ legal.publisher }}
`,
  })
  expect(said).toBe('content/a.md:10: attention : legal.publisher manque encore dans content/site.yml')
  expect(site?.index.site).toMatchObject({ annonce: '', rooms: [], redirects: {}, retention: { spam: 30 } })
  expect(site?.index.pages['/a/']).toMatchObject({ id: '/a/', title: 'A' })
  expect(site?.sessions).toMatchObject([{ status: 'confirmed', speakers: [] }])
})

test('a text that YAML cuts at a # is a warning, and a comment is none', async () => {
  const { site, said } = await tryBuild({
    ...settings('annonce: #fablab en haut # à 10 h\nfooter: # du bas\n  - { path: /, label: Un #un\n    }'),
    'content/a.md': `---
title: Atelier #2 du matin
description: Un texte # un commentaire
session: # l’heure
  start: 2022-07-06T10:30 #
  end: 2022-07-06T12:30 ## la fin
  room: "amphi" #1
  speakers:
    - C#
    - Anne #Bob
---
`,
  })
  expect(said.replaceAll(/ n’est pas lu, .* : mettez le texte entre guillemets, .*/g, '')).toBe(
    `content/a.md:2: attention : « #2 du matin »
content/a.md:10: attention : « #Bob »
content/site.yml:13: attention : « #fablab en haut # à 10 h »
content/site.yml:15: attention : « #un »`,
  )
  expect(site?.index.pages['/a/']?.title).toBe('Atelier')
})

test.each([
  ['2026-10-25T02:30', '2026-10-25T03:00', ['a.md:4: attention : 2026-10-25T02:30 existe deux fois']],
  ['2026-10-25T01:59', '2026-10-25T02:59', ['a.md:5: attention : 2026-10-25T02:59 existe deux fois']],
  ['2026-10-25T01:00', '2026-10-25T03:00', []],
])('an hour that the change to winter time shows twice is built and warned of: %s to %s', async (start, end, told) => {
  const { site, said } = await tryBuild({ ...zone('Europe/Paris', '2026-10-25'), ...at(start, end) })
  expect(site?.sessions).toMatchObject([{ start, end }])
  expect(said.split('\n').filter(Boolean)).toEqual(told.map((line) => expect.stringContaining(line)))
})

test('the last evening of the event may pass midnight, and ends before six', async () => {
  const evening = (start: string, end: string) => when(start, end)['content/a.md']
  const { said } = await tryBuild({
    'content/a.md': evening('2022-07-08T23:00', '2022-07-09T02:00'),
    'content/b.md': evening('2022-07-06T09:00', '2022-07-09T05:59'),
    'content/c.md': evening('2022-07-08T23:00', '2022-07-09T06:00'),
    'content/d.md': evening('2022-07-09T00:30', '2022-07-09T02:00'),
    'content/e.md': evening('2022-07-08T23:00', '2022-07-10T02:00'),
  })
  expect(said.split('\n')).toEqual(
    ['c', 'd', 'e'].map((name) =>
      expect.stringContaining(`content/${name}.md:2: faute : la séance sort des dates de l’événement`),
    ),
  )
})

test('two files whose names look the same, their accents coded in two ways, are told so', async () => {
  const { said } = await tryBuild({
    'content/\u00e9t\u00e9.md': '---\nid: un\ntitle: A\n---\n',
    'content/e\u0301te\u0301.md': '# B\n',
  })
  expect(said).toMatch(/^content\/été\.md:1: faute : un autre fichier a ce nom, aux accents codés autrement/iu)
})

test.each([
  ['content/partage.png', 40_000, ''],
  [
    'content/partage.png',
    40_001,
    'content/site.yml:13: attention : share : l’image /partage.png pèse 41 ko : 40 ko au plus',
  ],
  ['public/partage.png', 40_001, 'content/site.yml:13: attention : share'],
])('a picture for shared links that is heavy is a warning: %s of %i bytes', async (file, bytes, told) => {
  const { site, said } = await tryBuild({
    ...settings('share: { image: /partage.png, alt: Le forum }'),
    [file]: new Uint8Array(bytes),
  })
  expect(said.slice(0, told.length || undefined)).toBe(told)
  expect(site).not.toBeNull()
})

test('an image that is heavy is a warning where a page first shows it', async () => {
  const { site, said } = await tryBuild({
    'content/a.md': '# A\n\n[En grand](grande.png)\n\n![Plan](plan.png)\n![Dessin](dessin.svg)\n',
    'content/b.md': '# B\n\n![Plan](plan.png)\n\n<img src="lourde.png" alt="Lourde">\n',
    'content/grande.png': new Uint8Array(300_000),
    'content/plan.png': new Uint8Array(200_000),
    'public/dessin.svg': `<svg xmlns="http://www.w3.org/2000/svg">${'<path/>'.repeat(40_000)}</svg>`,
    'content/lourde.png': new Uint8Array(200_001),
    'content/c.md': '# C\n\n![Lourde](lourde.png)\n',
  })
  expect(said).toBe(
    'content/b.md:5: attention : l’image /lourde.png pèse 201 ko : 200 ko au plus, car chaque visite de la page la télécharge',
  )
  expect(site).not.toBeNull()
})

test.each([
  ['america/st_johns', 'America/St_Johns'],
  ['NST', 'Europe/Paris'],
  ['+01:00', 'Europe/Paris'],
])(
  'a time zone that calendars do not know is told in our words alone, with one that they know: %s',
  async (zone, instead) => {
    const spoken = vi.spyOn(console, 'error')
    const { said } = await tryBuild(set('timezone: Europe/Paris', `timezone: "${zone}"`))
    expect(spoken).not.toHaveBeenCalled()
    spoken.mockRestore()
    expect(said).toBe(
      `content/site.yml:7: faute : timezone : les calendriers ne connaissent pas ${zone} : écrivez un nom comme ${instead}`,
    )
  },
)

test('a page that is too deep or too long to be read is a fault of that file, and hides no other', async () => {
  const { site, said } = await tryBuild({
    'content/deep.md': `Texte.\n\n${'>'.repeat(10_000)} a\n`,
    'content/list.md': `---\ntitle: A\n---\n${'- '.repeat(10_000)}a\n`,
    'content/long.md': `# Long\n\n${'mot '.repeat(312_500)}\n`,
    'content/links.md': '# Liens\n\n[a](deep.md) [b](list.md) [c](long.md) [d](rien.md)\n',
  })
  expect(site).toBeNull()
  expect(said.split('\n')).toEqual([
    expect.stringContaining('content/deep.md:1: faute : trop de citations ou de listes les unes dans les autres'),
    expect.stringContaining('content/links.md:3: faute : le lien rien.md'),
    expect.stringContaining('content/list.md:1: faute : trop de citations ou de listes'),
    expect.stringContaining('content/long.md:1: faute : 1,26 Mo de texte : une page en a 1 Mo au plus'),
  ])
})

test('a label that a phone’s menu has no room for is a warning', async () => {
  const { site, said } = await tryBuild(set('label: Accueil', 'label: Le programme entier'))
  expect(said).toBe(
    'content/site.yml:12: attention : nav : « Le programme entier » est long pour un téléphone : 16 caractères au plus',
  )
  expect(site).not.toBeNull()
})

test('a copy that an editor or a system left in content/ is not published, and the build says so', async () => {
  const copies = ['a.md~', 'a.md.bak', 'a.md.orig', 'b/a.md.swp', '#a.md#', '~$a.docx', 'Thumbs.db', 'b/desktop.ini']
  const { site, said } = await tryBuild({
    ...Object.fromEntries(copies.map((name) => [`content/${name}`, 'brouillon'])),
    'content/.a.md.swp': 'brouillon',
    'content/.git/config': 'brouillon',
    'content/b/plan.pdf': 'plan',
  })
  for (const name of copies) expect(said).toContain(`content/${name}:1: attention : copie d’un éditeur`)
  expect(said.split('\n')).toHaveLength(copies.length)
  expect(Object.keys(site?.index.files ?? {})).toEqual(['/b/plan.pdf'])
})

test('a symbolic link is a fault: what it leads to would not be on the site', async () => {
  root = await temporaryContent({ 'content/vraie.md': '# Vraie\n' })
  await symlink('vraie.md', `${root}/content/autre.md`)
  const { site, remarks } = await buildSite(root)
  expect(formatRemarks(remarks)).toBe('content/autre.md:1: faute : lien symbolique : copiez ici ce vers quoi il mène')
  expect(site).toBeNull()
})

test('the home page is missing, unless site.yml says where its address leads', async () => {
  const built = async (more: string) => {
    root = await temporaryContent({ 'content/a.md': '# A\n', 'content/site.yml': siteYaml.replace(/nav: .*/, more) })
    await rm(`${root}/content/index.md`)
    const { site, remarks } = await buildSite(root)
    return [site !== null, formatRemarks(remarks.filter(({ severity }) => severity === 'fault'))]
  }
  expect(await built('nav: []')).toEqual([
    false,
    'content/index.md:1: faute : le fichier manque : c’est la page d’accueil',
  ])
  expect(await built('nav: []\nredirects: { /: /a/ }')).toEqual([true, ''])
})

test('the settings are missing', async () => {
  root = await temporaryContent({})
  await rm(`${root}/content/site.yml`)
  const { site, remarks } = await buildSite(root)
  expect(site).toBeNull()
  expect(formatRemarks(remarks)).toContain('content/site.yml:1: faute : le fichier manque')
})

test.each([
  ['', '1: attention : security : sans contact'],
  ['security:', '13: attention : security : sans contact'],
  ['security: { contact: "tel:+33-2", expires: 2027-01-31 }', ''],
  [
    'security:\n  contact: tel:+33-2\n  expires: 2026-12-15',
    '15: attention : security : expires est le 2026-12-15, il est',
  ],
  [
    'security:\n  contact: tel:+33-2\n\n  expires: 2029-01-31',
    '16: attention : security : expires est le 2029-01-31, à plus',
  ],
])(
  'the build warns at its line of a contact for reports of holes that is none or runs out: %j',
  async (lines, expected) => {
    const text = `${siteYaml}${lines}\n`
    const { site } = await tryBuild({ 'content/site.yml': text })
    const said = site ? formatRemarks(warnOfExpiry(site.index.site, text, new Date('2026-11-24'))) : 'no site'
    const told = expected && `content/site.yml:${expected}`
    expect(said.slice(0, told.length || undefined)).toBe(told)
  },
)

test('the same content gives the same bytes', async () => {
  const files = { 'content/a.md': session('room: amphi, theme: low-tech') }
  const first = (await tryBuild(files)).site
  await removeTemporaryContent(root)
  const second = (await tryBuild(files)).site
  expect(JSON.stringify(first?.index)).toBe(JSON.stringify(second?.index))
  expect([...(first?.bodies.keys() ?? [])]).toEqual([...(second?.bodies.keys() ?? [])])
})
