import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish({ 'content/site.yml': `${siteYaml}annonce: Le repas est à 13 h.\n`, ...sessions })
  const moderator = await TestModerator.join(site)
  const { id } = await sendNote(site, { page: '/s/une/', body: 'Une note.' })
  const { id: other } = await sendNote(site, { page: '/s/english/', body: 'A note.' })
  await moderator.decideAll('approve', [id, other])
  await catchUp(site)
  await site.env.DB.prepare(`UPDATE outbox SET due_at = '', written_at = '', leased_until = ''`).run()
  await site.runCron()
})
afterAll(() => site.close())

const session = (title: string, start: string, more: string, notes = 'open') => `---
title: ${title}
notes: ${notes}
session: { start: 2022-07-0${start}, end: 2022-07-0${start.replace(/T\d\d/, (hour) => `T${Number(hour.slice(1)) + 1}`)}, ${more} }
---
`

const sessions = {
  'content/s/une.md': session('Séance une', '6T10:30', 'room: amphi, theme: low-tech'),
  'content/s/deux.md': session('Séance deux', '6T10:30', 'room: salle-1'),
  'content/s/annulee.md': session('Séance perdue', '6T14:00', 'room: amphi, status: cancelled'),
  'content/s/deplacee.md': session('Séance ailleurs', '7T10:30', 'room: salle-1, theme: low-tech, status: moved'),
  'content/s/english.md': session('In English', '7T16:00', 'room: amphi').replace('notes:', 'lang: en\nnotes:'),
  'content/s/jour.md': '---\ntitle: Jeudi\nday: 2022-07-07\n---\n',
  'content/s/residence.md':
    '---\ntitle: Résidence\nsession: { start: 2022-07-07T09:00, end: 2022-07-08T18:00 }\n---\n\nLongtemps.\n',
  'content/s/veillee.md': '---\ntitle: Veillée\nsession: { start: 2022-07-07T22:00, end: 2022-07-08T02:00 }\n---\n',
  'content/s/close.md': session('Séance close', '7T14:00', 'room: salle-1', 'closed'),
}

const read = async (path: string) => (await site.get(path)).text()

/** What stands in the list under a session's title. */
async function lineOf(path: string, title: string): Promise<string> {
  const item = (await read(path)).match(new RegExp(`<li><a [^>]*>${title}</a>[\\s\\S]*?</li>`))?.[0] ?? ''
  return item
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

test.each([
  ['/s/une/', 'Écrivez une note sur cette séance'],
  ['/s/close/', 'Lisez les notes de cette séance'],
  ['/s/veillee/', 'Lisez la page de cette séance'],
])('the poster of %s asks for what can be done there', async (path, call) => {
  expect(await read(`${path}affiche/`)).toContain(`<p class="appel">${call}</p>`)
})

test('the whole programme goes by day and by hour', async () => {
  const html = await read('/programme/')
  const list = html.slice(html.indexOf('<h2>'), html.indexOf('</main>')).replaceAll('\u00a0', ' ')
  const said = [...list.matchAll(/<h[23]>(?:<a [^>]*>)?([^<]*)|<li><a [^>]*>([^<]*)/g)].map(([, a, b]) => a ?? b)
  expect(said.slice(0, said.indexOf('Tout le programme dans mon agenda'))).toEqual([
    ...['Mercredi 6 juillet 2022', '10 h 30 – 11 h 30', 'Séance deux', 'Séance une', '14 h – 15 h', 'Séance perdue'],
    ...[
      'Jeudi 7 juillet 2022',
      '9 h – vendredi 8 juillet, 18 h',
      'Résidence',
      '10 h 30 – 11 h 30',
      'Séance ailleurs',
      '14 h – 15 h',
      'Séance close',
    ],
    ...['16 h – 17 h', 'In English', '22 h – 2 h', 'Veillée'],
  ])
})

test.each([
  ['/programme/', ['/schedule.ics', '/schedule.xml', '/hors-connexion/']],
  ['/programme/2022-07-07/', ['/schedule.ics', '/schedule.xml', '/hors-connexion/', '/programme/2022-07-07/affiches/']],
  ['/nouveautes/', ['/feed.xml', '/actes/']],
])('%s ends with the ways to take it along', async (path, ways) => {
  const main = (await read(path)).split('</main>')[0] ?? ''
  const list = main.slice(main.lastIndexOf('<ul class="suite">'))
  expect(Array.from(list.matchAll(/href="([^"]*)"/g), ([, href]) => href)).toEqual(ways)
  for (const way of ways) expect((await site.get(way)).status).toBe(200)
})

test.each(['/s/residence/', '/s/residence.md', '/s/residence/affiche/'])(
  'a session of several days says on %s when it ends',
  async (path) => {
    const said = (await read(path)).replaceAll('\u00a0', ' ')
    expect(said).toContain('Jeudi 7 juillet 2022, 9 h – vendredi 8 juillet, 18 h')
  },
)

const inEnglish = /lang="en"[^>]*>(?:<a [^>]*>)?(?:16\u00a0h · )?(?:In|<mark>In<\/mark>) English</

test.each([
  ...['/programme/', '/programme/2022-07-07/', '/s/jour/', '/s/english/affiche/', '/programme/2022-07-07/affiches/'],
  ...['/plan/', '/recherche/?q=in', '/recherche/?q=note', '/nouveautes/', '/actes/'],
  ...['/contribuer/', '/contribuer/?page=%2Fs%2Fenglish%2F'],
])('%s says of a title in another language which it is', async (path) => {
  expect(await read(path)).toMatch(inEnglish)
})

test('the e-book says it in its contents and at the chapter', async () => {
  const files = unzipSync(new Uint8Array(await (await site.get('/actes.epub')).arrayBuffer()))
  const naming = Object.entries(files).filter(([, bytes]) =>
    strFromU8(bytes).includes('<span lang="en" xml:lang="en">In English</span>'),
  )
  expect(naming.map(([name]) => name)).toEqual(['EPUB/s2-1.xhtml', 'EPUB/sommaire.xhtml'])
})

test('a day has its sessions and no others', async () => {
  const html = await read('/programme/2022-07-06/')
  expect(html).toContain('<title>Programme du mercredi 6 juillet 2022 – Essai, un carnet</title>')
  expect(html).toContain('<link rel="canonical" href="https://essai.example/programme/2022-07-06/"/>')
  expect(html).toContain('Séance une')
  expect(html).not.toContain('Séance ailleurs')
})

test('a session tells its theme, its room and its notes; one without any asks for the first', async () => {
  expect(await lineOf('/programme/', 'Séance une')).toBe('Séance une Low-tech · Grand amphi 1 note')
  expect(await lineOf('/programme/', 'Séance deux')).toBe(
    'Séance deux Salle 1 Pas encore de note : écrivez la première',
  )
  expect(await read('/programme/')).toContain('href="/contribuer/?page=%2Fs%2Fdeux%2F"')
})

test('a cancelled session and a changed room are seen, and ask for no note; a closed one neither', async () => {
  expect(await lineOf('/programme/', 'Séance perdue')).toBe('Séance perdue Séance annulée · Grand amphi')
  expect(await lineOf('/programme/', 'Séance ailleurs')).toContain('Salle changée · Low-tech · Salle 1')
  expect(await lineOf('/programme/', 'Séance close')).toBe('Séance close Salle 1')
  expect(await read('/s/annulee/')).toContain('Séance annulée')
  expect(await read('/s/deplacee/')).toContain('Salle changée')
})

describe('themes and rooms are links with the number of sessions they lead to', () => {
  test('a theme', async () => {
    expect(await read('/programme/')).toContain('<a href="/programme/?theme=low-tech">Low-tech (2)</a>')
    const html = await read('/programme/?theme=low-tech')
    expect(html).toContain('Séance une')
    expect(html).not.toContain('Séance deux')
    expect(html).toContain('<details class="toc" open="">')
  })

  test.each([
    ['/programme/?theme=low-tech', 'Programme, Low-tech', '/programme/?theme=low-tech'],
    [
      '/programme/2022-07-07/?salle=salle-1&ref=ailleurs&theme=low-tech',
      'Programme du jeudi 7 juillet 2022, Low-tech, Salle 1',
      '/programme/2022-07-07/?theme=low-tech&amp;salle=salle-1',
    ],
    ['/programme/?salle=nulle-part&theme=', 'Programme', '/programme/'],
  ])('%s has a title that names what was chosen, and one address', async (path, title, address) => {
    const html = await read(path)
    expect(html).toContain(`<title>${title} – Essai, un carnet</title>`)
    expect(html).toContain(`<link rel="canonical" href="https://essai.example${address}"/>`)
    expect(html).toContain(`<meta property="og:url" content="https://essai.example${address}"/>`)
  })

  test('a room of a theme of a day', async () => {
    const html = await read('/programme/2022-07-07/?theme=low-tech')
    expect(html).toContain('href="/programme/2022-07-07/?theme=low-tech&amp;salle=salle-1">Salle 1 (1)')
    expect(html).not.toContain('Grand amphi')
    expect(html).toContain('<a href="/programme/2022-07-06/?theme=low-tech">Mercredi 6 juillet 2022</a>')
    expect(await read('/programme/2022-07-07/?theme=low-tech&salle=salle-1')).toContain('Séance ailleurs')
  })

  test('one that nobody knows has no session, and leads on', async () => {
    const html = await read('/programme/?salle=<script>')
    expect(html).toContain('Aucune séance ne répond à ce choix')
    expect(html).not.toContain('<script>')
  })
})

test.each(['/programme/', '/programme/2022-07-06/?theme=low-tech', '/nouveautes/'])(
  '%s is a 304 while nothing changes, and answers HEAD',
  async (path) => {
    const etag = (await site.get(path)).headers.get('ETag') ?? ''
    expect((await site.get(path, { headers: { 'If-None-Match': `W/${etag}` } })).status).toBe(304)
    const head = await site.get(path, { method: 'HEAD' })
    expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, etag, ''])
    expect((await site.get(path, { method: 'POST' })).headers.get('Allow')).toBe('GET, HEAD')
  },
)

test.each([
  ['/programme/2022-07-05/', 200],
  ['/programme/2022-07-09/', 404],
  ['/programme/2022-02-30/', 404],
  ['/programme/demain/', 404],
])('%s: %i', async (path, status) => {
  expect((await site.get(path)).status).toBe(status)
})

test('a day of the event without a session says so', async () => {
  expect(await read('/programme/2022-07-05/')).toContain('Aucune séance n’est encore annoncée ce jour-là.')
})

test.each(['/programme/', '/programme/maintenant/', '/nouveautes/', '/recherche/', '/s/une/affiche/', '/rien/'])(
  'the announcement stands on %s',
  async (path) => {
    expect(await read(path)).toContain('Le repas est à 13\u00a0h.')
  },
)

test('an approval shows in the programme', async () => {
  const other = await TestModerator.join(site, 'Goéland')
  const { id } = await sendNote(site, { page: '/s/deux/', body: 'La première.' })
  await other.decideAll('approve', [id])
  await expect.poll(() => lineOf('/programme/', 'Séance deux'), { timeout: 8_000 }).toBe('Séance deux Salle 1 1 note')
})

test('a new announcement shows on pages whose notes have not changed', async () => {
  await site.publish({ 'content/site.yml': `${siteYaml}annonce: La salle 1 est fermée.\n`, ...sessions })
  for (const path of ['/programme/', '/nouveautes/', '/programme/2022-07-06/affiches/']) {
    await expect.poll(() => read(path), { timeout: 8_000 }).toContain('La salle 1 est fermée.')
  }
})
