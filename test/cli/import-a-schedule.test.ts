import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { importSchedule } from '../../cli/import/schedule'
import { slugOf } from '../../cli/import/slug'
import { projectRoot } from '../../cli/project'
import { frabSchedule } from '../../worker/reading/programme/frab-schedule'
import { frabXml } from '../../worker/reading/programme/frab-xml'
import { shortCode } from '../../worker/site/short-code'
import { unbroken } from '../../worker/site/typography'
import { amount } from '../support/amount'
import { removeTemporaryContent, siteYaml, temporaryContent } from '../support/temporary-content'

const example = (name: string) => join(projectRoot, 'test/files/schedule', name)
const bring = (file: string, rehearsal = false) => importSchedule(root, file, { rehearsal })
const inContent = (path: string) => readFile(join(root, 'content', path), 'utf8')

let root = ''
beforeEach(async () => {
  root = await temporaryContent({ 'content/links.md': '# Liens\n\n[la nuit](sessions/nuit-des-bidouilles.md)\n' })
  await writeFile(join(root, 'content/links.md'), '# Liens\n')
})
afterEach(() => removeTemporaryContent(root))

/** A schedule of the test's own, in frab's shape. */
async function schedule(sessions: Record<string, unknown>[], name = 'programme.json'): Promise<string> {
  const filled = sessions.map((session, n) => ({
    ...{ guid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, duration: '00:30', track: null, persons: [] },
    ...session,
  }))
  const rooms = Object.fromEntries(Map.groupBy(filled, (session) => String('room' in session ? session.room : '')))
  const path = join(root, name)
  const days = [{ index: 1, date: '2022-07-06', day_start: '2022-07-06T04:00:00+02:00', rooms }]
  await writeFile(path, JSON.stringify({ schedule: { conference: { days } } }))
  return path
}

test('a dry run says what would come and writes nothing; the import writes pages that build', async () => {
  const before = await inContent('site.yml')
  const said = await bring(example('pretalx.json'), true)
  expect(said).toContain('+ 2022-07-06 10:30  Ouverture : « où va-t-on ? »  (content/sessions/ouverture-ou-va-t-on.md)')
  expect(said).toContain('site.yml + salle Atelier (rez-de-chaussée)')
  expect(await inContent('site.yml')).toBe(before)
  await expect(inContent('sessions/prendre-soin.md')).rejects.toThrow('ENOENT')

  await bring(example('pretalx.json'))
  const { site, remarks } = await buildSite(root)
  expect(remarks).toEqual([])
  expect(site?.sessions.map(({ title, room, theme }) => [title, room, theme])).toEqual([
    [unbroken('Ouverture : « où va-t-on ? »'), 'amphi', 'low-tech'],
    ['Prendre soin', 'atelier-rez-de-chaussee', 'sante-soin'],
    ['Nuit des bidouilles', 'amphi', undefined],
  ])
  expect(await inContent('sessions/ouverture-ou-va-t-on.md')).toContain('notes: open')
  expect(await bring(example('pretalx.json'))).toEqual(['= 3 inchangées'])
})

test('what an import adds to site.yml stands line by line, where empty braces or brackets stood too', async () => {
  const site = siteYaml.replace(/^(?:rooms|themes): .*$/gm, '')
  await writeFile(join(root, 'content/site.yml'), `${site}rooms: []\nthemes: []\nredirects: {}\n`)
  const session = { date: '2022-07-06T10:00:00+02:00', room: 'Salle 1', track: 'Mer' }
  await bring(await schedule([{ ...session, title: 'Ancien nom' }]))
  await bring(await schedule([{ ...session, title: 'Nouveau nom' }]))
  const added = await inContent('site.yml')
  expect(added).toContain('\nrooms:\n  - id: salle-1\n    name: Salle 1\n')
  expect(added).toContain('\nthemes:\n  - id: mer\n    name: Mer\n')
  expect(added).toContain('\nredirects:\n  /sessions/ancien-nom/: /sessions/nouveau-nom/\n')
})

test('a renamed and moved session keeps its text, its notes’ id and its guid; its old address leads to the new one', async () => {
  const guid = '00000000-0000-4000-8000-00000000000a'
  await bring(await schedule([{ guid, title: 'Ancien nom', date: '2022-07-06T10:00:00+02:00', room: 'Salle 1' }]))
  const written = await inContent('sessions/ancien-nom.md')
  await writeFile(join(root, 'content/sessions/ancien-nom.md'), `${written}\n## Un texte d’ici\n`)
  await writeFile(
    join(root, 'content/links.md'),
    '# Liens\n\n[a](sessions/ancien-nom.md#un-texte-dici) [b](/sessions/ancien-nom/) [c](/sessions/ancien-nom/affiche/)\n',
  )

  const said = await bring(
    await schedule([{ guid, title: 'Nouveau nom', date: '2022-07-06T16:00:00+02:00', room: 'Grand amphi' }]),
  )
  expect(said).toEqual([
    '~ Nouveau nom  (content/sessions/nouveau-nom.md)',
    '    titre : « Ancien nom » → « Nouveau nom »',
    '    début : 2022-07-06 10:00 → 2022-07-06 16:00',
    '    fin : 2022-07-06 10:30 → 2022-07-06 16:30',
    '    salle : salle-1 → amphi',
    '= 0 inchangée',
  ])
  const { site } = await buildSite(root)
  expect(site?.index.pages['/sessions/nouveau-nom/']).toMatchObject({
    id: '/sessions/ancien-nom/',
    title: 'Nouveau nom',
  })
  expect(site?.index.site.redirects).toEqual({ '/sessions/ancien-nom/': '/sessions/nouveau-nom/' })
  expect(site?.sessions).toMatchObject([{ guid, start: '2022-07-06T16:00', room: 'amphi' }])
  expect(await inContent('sessions/nouveau-nom.md')).toContain('## Un texte d’ici')
  expect(await inContent('links.md')).toContain(
    '[a](/sessions/nouveau-nom/#un-texte-dici) [b](/sessions/nouveau-nom/) [c](/sessions/nouveau-nom/affiche/)',
  )

  await bring(
    await schedule([{ guid, title: 'Troisième nom', date: '2022-07-06T16:00:00+02:00', room: 'Grand amphi' }]),
  )
  const again = (await buildSite(root)).site
  expect(again?.index.site.redirects).toEqual({
    '/sessions/ancien-nom/': '/sessions/troisieme-nom/',
    '/sessions/nouveau-nom/': '/sessions/troisieme-nom/',
  })
  expect(again?.index.pages['/sessions/troisieme-nom/']?.id).toBe('/sessions/ancien-nom/')
})

test('a page that somebody named by hand keeps its address, and one that the schedule does not have stays', async () => {
  const guid = '00000000-0000-4000-8000-00000000000b'
  const page = (title: string, more = '') =>
    `---\ntitle: ${title} # de nous\nnotes: open\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T09:30${more} }\n---\n\nUn texte.\n`
  await writeFile(join(root, 'content/matin.md'), page('Café', `, guid: ${guid}`))
  await writeFile(join(root, 'content/reste.md'), page('Reste'))
  const said = await bring(
    await schedule([{ guid, title: 'Café et thé', date: '2022-07-06T09:00:00+02:00', room: '' }]),
  )
  expect(said).toContain('? Reste : absente du programme repris, gardée telle quelle')
  expect(await inContent('matin.md')).toContain('title: Café et thé # de nous')
  expect((await buildSite(root)).site?.index.site.redirects).toEqual({})
})

describe('half an import is no import', () => {
  test.each([
    [
      'a session without an end',
      [{ title: 'A', date: '2022-07-06T10:00:00+02:00', duration: 'longtemps' }],
      'durée illisible',
    ],
    [
      'two sessions of one guid',
      [
        { guid: '00000000-0000-4000-8000-000000000001', title: 'A', date: '2022-07-06T10:00:00+02:00' },
        { title: 'B', date: '2022-07-06T12:00:00+02:00' },
      ],
      'sert deux fois',
    ],
    [
      'two sessions in one room at once',
      [
        { title: 'A', date: '2022-07-06T10:00:00+02:00', room: 'X' },
        { title: 'B', date: '2022-07-06T10:15:00+02:00', room: 'X' },
      ],
      'même salle et même heure',
    ],
    [
      'a link that leads nowhere',
      [{ title: 'A', date: '2022-07-06T10:00:00+02:00', abstract: '[x](nulle-part.md)' }],
      'ne mène nulle part',
    ],
    ['no session', [], 'aucune séance'],
  ])('%s: refused as a whole', async (_, sessions, message) => {
    const before = await inContent('site.yml')
    const file = await schedule(sessions)
    await expect(bring(file)).rejects.toThrow(message)
    expect(await inContent('site.yml')).toBe(before)
    await expect(inContent('sessions/a.md')).rejects.toThrow('ENOENT')
  })

  test.each([
    ['Latin-1', Buffer.from('{"schedule": "\xe9"}', 'latin1'), 'iconv'],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), 'UTF-16'],
    ['neither JSON nor XML', Buffer.from('bonjour'), /ni du JSON ni du XML bien formé\.$/],
    ['a page', Buffer.from('---\ntitle: A\n---\n'), /ni du JSON ni du XML bien formé : voyez la ligne 1\.$/],
    ['broken JSON', Buffer.from('{\n"schedule": {}\n"talks": []}'), /bien formé : voyez la ligne 3\.$/],
    ['broken XML', Buffer.from('<schedule>\n<day></schedule>'), /^XML illisible : voyez la ligne 2\.$/],
    ['some other JSON', Buffer.from('{"talks": []}'), 'pas un programme frab ou pretalx'],
  ])('%s: says what to do', async (_, bytes, message) => {
    await writeFile(join(root, 'odd'), bytes)
    await expect(bring(join(root, 'odd'))).rejects.toThrow(message)
  })
})

test('an evening that passes midnight makes the event no day longer', async () => {
  const evening = { title: 'Bal', date: '2022-07-08T23:00:00+02:00', room: 'Salle 1' }
  expect((await bring(await schedule([{ ...evening, duration: '03:00' }]))).join('\n')).not.toContain('dates de')
  expect((await buildSite(root)).site?.index.site.event.end).toBe('2022-07-08')
  const longer = await bring(await schedule([{ ...evening, duration: '08:00' }]))
  expect(longer).toContain('site.yml ~ dates de l’événement : 2022-07-05 au 2022-07-09')
})

test('what stands emptied in site.yml is filled', async () => {
  const emptied = siteYaml.replace(/^(rooms|themes): .*$/gm, '$1:')
  await writeFile(join(root, 'content/site.yml'), `${emptied}redirects:\n`)
  await bring(example('pretalx.json'))
  const { site } = await buildSite(root)
  expect(site?.index.site.rooms.map(({ name }) => name)).toContain('Atelier (rez-de-chaussée)')
})

test('Windows line ends and a byte order mark do no harm', async () => {
  const windows = `\uFEFF${(await readFile(example('pretalx.xml'), 'utf8')).replaceAll('\n', '\r\n')}`
  await writeFile(join(root, 'windows.xml'), windows)
  await bring(join(root, 'windows.xml'))
  expect(await inContent('sessions/ouverture-ou-va-t-on.md')).not.toContain('\r')
})

test('a file of content/ that has Windows line ends keeps them throughout', async () => {
  await writeFile(join(root, 'content/site.yml'), `${siteYaml}# La fin\n`.replaceAll('\n', '\r\n'))
  const guid = '00000000-0000-4000-8000-00000000000c'
  const page = `---\ntitle: Café\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T09:30, guid: ${guid} }\n---\n\nUn texte.\n`
  await writeFile(join(root, 'content/matin.md'), page.replaceAll('\n', '\r\n'))
  await bring(await schedule([{ guid, title: 'Café', date: '2022-07-06T10:00:00+02:00', room: 'Ailleurs' }]))
  const [settings, session] = [await inContent('site.yml'), await inContent('matin.md')]
  expect([settings, session]).toEqual([expect.stringContaining('Ailleurs'), expect.stringContaining('T10:00')])
  for (const text of [settings, session]) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('many sessions at once', async () => {
  const count = amount({ slice: 200, whole: 2_000 })
  const sessions = Array.from({ length: count }, (_, n) => ({
    title: `Séance ${n % 50}`,
    date: new Date(Date.parse('2022-07-06T06:00:00Z') + (n % 40) * 1_800_000).toISOString(),
    room: `Salle ${Math.floor(n / 40)}`,
  }))
  const said = await bring(await schedule(sessions))
  expect(said.filter((line) => line.startsWith('+ '))).toHaveLength(count)
  expect((await buildSite(root)).site?.sessions).toHaveLength(count)
})

test('two new sessions whose posters would share a short address get two', async () => {
  const titles = new Map<string, string>()
  const [one, other] = (() => {
    for (let n = 0; ; n++) {
      const code = shortCode(`/sessions/seance-${n}/`)
      const before = titles.get(code)
      if (before) return [before, `Séance ${n}`]
      titles.set(code, `Séance ${n}`)
    }
  })()
  const date = '2022-07-06T10:00:00+02:00'
  await bring(
    await schedule([
      { title: one, date, room: 'A' },
      { title: other, date, room: 'B' },
    ]),
  )
  expect((await buildSite(root)).site?.sessions.map(({ address }) => address)).toEqual([
    `/sessions/${slugOf(one ?? '')}/`,
    `/sessions/${slugOf(other ?? '')}-2/`,
  ])
})

test('what a page has no place for is said, with the line of its session', async () => {
  const xml = (await readFile(example('frab.xml'), 'utf8'))
    .replace('<subtitle/>', '<subtitle>avec du bois</subtitle>')
    .replace(
      '<links/>',
      '<links><link href="https://exemple.org/a">a</link><link href="https://exemple.org/b">b</link></links>',
    )
  const file = join(root, 'frab.xml')
  await writeFile(file, xml)
  const message = `${file}:14: non repris : « Veillée » : le sous-titre « avec du bois », 2 liens`
  expect(await bring(file, true)).toContain(message)
  expect(await bring(file)).toContain(message)
  expect(await bring(file)).toEqual(['= 2 inchangées'])
  const events = [
    {
      title: 'A',
      date: '2022-07-06T10:00:00+02:00',
      attachments: [{ title: 'plan', url: '/plan.pdf' }],
      logo: '/a.png',
    },
  ]
  expect((await bring(await schedule(events))).join('\n')).toContain(
    'programme.json:1: non repris : « A » : l’image, 1 pièce jointe',
  )
})

describe('whoever proposed a talk writes nothing but Markdown on its page', () => {
  const date = '2022-07-06T10:00:00+02:00'
  const pageOf = async (address: string) => {
    const { site } = await buildSite(root)
    const { body = '', markdown = '' } = site?.index.pages[address] ?? {}
    return [body, markdown].map((key) => new TextDecoder().decode(site?.bodies.get(key)))
  }

  test('HTML stands there as text, and that is said', async () => {
    const refresh = '<meta http-equiv="refresh" content="0;url=https://a.example/">'
    const form = '<form method="post" action="/moderation/notes/a/decisions/"><button>Voir</button></form>'
    const abstract = `Venez **nombreux**.\n\n${refresh}\n\n${form}`
    const description = 'Voir <https://a.example/b>, `<base>` et <img src="https://a.example/a.png" alt="x">.'
    const file = await schedule([{ title: 'A', date, abstract, description }])
    const message = `${file}:1: non repris : « A » : du HTML dans son texte : il y reste en texte`
    expect(await bring(file)).toContain(message)
    const [html = ''] = await pageOf('/sessions/a/')
    expect(html).toContain('<p>Venez <strong>nombreux</strong>.</p>')
    expect(html).toContain('<p>&lt;meta http-equiv=')
    expect(html).toContain('<p>&lt;form method=')
    expect(html).toContain(
      '<a href="https://a.example/b">https://a.example/b</a>, <code>&lt;base&gt;</code> et &lt;img',
    )
    expect(await bring(file)).toEqual(['= 1 inchangée'])
  })

  test('a text that is HTML comes in as Markdown, and that is said', async () => {
    const abstract =
      '<p>Venez <b>nombreux</b>,<br>et <a href="https://a.example/">tôt</a>.</p>\n\n<ul>\n<li>un\n<li>deux</ul>'
    const description = 'Une <em>suite</em><br/>&lt;meta&gt;<script>ran=1</script>'
    const file = await schedule([{ title: 'A', date, abstract, description }])
    expect((await bring(file)).join('\n')).toContain(
      '« A » : le HTML de son texte : ce que Markdown sait en dire est repris',
    )
    expect(await inContent('sessions/a.md')).toContain(
      '---\n\nVenez **nombreux**,\net [tôt](https://a.example/).\n\n- un\n- deux\n\nUne *suite*\n&lt;meta>\n',
    )
  })

  test('in titles, names, rooms and themes it is no markup either, and no setting of ours is read out', async () => {
    const hostile = (n: number) => `<meta http-equiv=refresh content="${n}">`
    const session = { title: hostile(1), date, room: hostile(2), track: hostile(3), persons: [{ name: hostile(4) }] }
    await bring(await schedule([{ ...session, abstract: 'Chez {{ event.place }} ou {{ legal.rien }}' }]))
    const { site } = await buildSite(root)
    const [address = ''] = site?.sessions.map((each) => each.address) ?? []
    const [html = '', markdown = ''] = await pageOf(address)
    for (const n of [1, 2, 3, 4]) expect(html).toContain(`&lt;meta http-equiv=refresh content=&quot;${n}`)
    expect(html).not.toContain('<meta http-equiv=')
    expect(html).toContain('<p>Chez {{ event.place }} ou {{ legal.rien }}</p>')
    expect(markdown).toContain('\n# \\<meta http-equiv=refresh')
  })
})

/** The schedule that the site itself publishes. */
async function ownSchedule(): Promise<string> {
  const { site } = await buildSite(root)
  if (!site) throw new Error('The import did not build.')
  const own = await frabSchedule(
    { ...site.index, sessions: 'sessions/own.json' },
    site.sessions.map((session) => ({ ...session, hash: '', sequence: 0, stamp: '' })),
  )
  await writeFile(join(root, 'own.json'), JSON.stringify(own))
  await writeFile(join(root, 'own.xml'), frabXml(own))
  return join(root, 'own.json')
}

test('what the site’s own schedule says comes back as it is', async () => {
  await bring(example('pretalx.json'))
  expect(await bring(await ownSchedule())).toEqual(['= 3 inchangées'])
})

test.each([
  ['fr', 'own.json'],
  ['en', 'own.xml'],
])(
  'a session that is cancelled or moved, or in another language, comes back so, from a site in %s, and into an empty one',
  async (lang, name) => {
    await writeFile(join(root, 'content/site.yml'), siteYaml.replace('lang: fr', `lang: ${lang}`))
    const page = (title: string, room: string, more: string) =>
      `---\ntitle: ${title}\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T09:30, room: ${room}, ${more} }\n---\n`
    const pages = {
      'annulee.md': page('Annulée', 'amphi', 'status: cancelled'),
      'autre.md': page('Autre', 'amphi', 'status: moved').replace('---', '---\nlang: br'),
      'prevue.md': page('Prévue', 'salle-1', ''),
    }
    for (const [file, text] of Object.entries(pages)) await writeFile(join(root, 'content', file), text)
    await ownSchedule()
    expect(await bring(join(root, name))).toEqual(['= 3 inchangées'])

    for (const file of Object.keys(pages)) await rm(join(root, 'content', file))
    const said = await bring(join(root, name))
    expect(said.join('\n')).not.toContain('sous-titre')
    const { site } = await buildSite(root)
    expect(site?.sessions.map(({ title, status }) => [title, status])).toEqual([
      ['Annulée', 'cancelled'],
      ['Autre', 'moved'],
      ['Prévue', 'confirmed'],
    ])
    expect(site?.index.pages['/sessions/autre/']?.lang).toBe('br')
  },
)

test('a session that is cancelled there becomes so here, and one that nobody speaks of stays cancelled', async () => {
  const sessions = [
    { title: 'A', date: '2022-07-06T10:00:00+02:00', room: 'X', language: 'en-GB' },
    { title: 'B', date: '2022-07-06T10:00:00+02:00', room: 'Y', language: 'de', subtitle: 'Avec C' },
  ]
  const said = (await bring(await schedule(sessions))).join('\n')
  expect(said).toContain('« B » : le sous-titre « Avec C », la langue « de »')
  expect(said).not.toContain('« A » :')
  const cancelled = sessions.map((each) => ({ ...each, title: `Session cancelled: ${each.title}` }))
  const told = await bring(await schedule(cancelled))
  expect(told.filter((line) => line.startsWith(' '))).toEqual(Array(2).fill('    état : confirmed → cancelled'))
  expect(await bring(await schedule(sessions))).toEqual(['= 2 inchangées'])
  const { site } = await buildSite(root)
  expect(site?.sessions).toMatchObject([
    { title: 'A', status: 'cancelled' },
    { title: 'B', status: 'cancelled' },
  ])
  expect(site?.index.pages['/sessions/a/']?.lang).toBe('en')
})

test('what stood in content/ before is told apart from what the schedule brings, which is told where it stands there', async () => {
  await writeFile(join(root, 'content/links.md'), '# Liens\n\n[x](rien.md)\n')
  await expect(bring(example('pretalx.json'))).rejects.toThrow(
    /^Le programme repris ne se construirait pas, rien n’a été écrit\.\nDéjà dans content\/, à corriger là :\ncontent\/links\.md:3: faute : .*\nPuis relancez\.$/,
  )
  const file = await schedule([
    { title: 'Un', date: '2022-07-06T10:00:00+02:00', room: 'X' },
    { title: 'Deux', date: '2022-07-06T10:15:00+02:00', room: 'X', abstract: '[x](nulle-part.md)' },
  ])
  const refusal = await bring(file).catch(String)
  const [, present, brought] =
    /Déjà dans content\/, [^\n]*\n(.*)\nDans le programme, [^\n]*\n(.*)\nPuis/s.exec(String(refusal)) ?? []
  expect(present).toMatch(/^content\/links\.md:3: faute : le lien rien\.md .*$/)
  expect(brought?.split('\n')).toEqual([
    expect.stringContaining(`${file}:1: faute : la séance « Deux » : le lien nulle-part.md`),
    `${file}:1: faute : la séance « Deux » : même salle et même heure que la séance « Un »`,
  ])
})

test('a site with faults is mended first', async () => {
  await writeFile(join(root, 'content/site.yml'), siteYaml.replace('lang: fr', 'lang: klingon'))
  await expect(bring(example('pretalx.json'))).rejects.toThrow('content/site.yml:')
})
