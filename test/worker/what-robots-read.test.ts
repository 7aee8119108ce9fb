import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { elementsOf } from '../support/html'
import { sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({
    'content/site.yml': `${siteYaml}security: { contact: 'mailto:securite@essai.example', expires: 2027-01-31 }
share: { image: /partage.png, alt: Le carnet }\n`,
    'content/partage.png': new Uint8Array([137, 80, 78, 71]),
    'content/été.md': '---\ntitle: Été\ndescription: Une saison.\n---\n\nTexte.\n',
    'content/seances/index.md': '# Les séances\n',
    'content/seances/jour.md': '---\ntitle: Mercredi\nday: 2022-07-06\n---\n',
    'content/seances/une.md': `---
title: "Une séance </script> : quoi ?"
notes: open
session: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: amphi, speakers: [Une personne], status: cancelled }
---
`,
    'content/seances/deux.md':
      '---\ntitle: Deux\nlang: en\nsession: { start: 2022-07-06T14:00, end: 2022-07-06T15:00 }\n---\n\n## One\n',
  })
})
afterAll(() => site.close())

const text = async (path: string) => (await site.get(path)).text()

describe('what stands at addresses of everybody’s agreement', () => {
  test.each([
    ['/sitemap.xml', 'application/xml; charset=utf-8'],
    ['/robots.txt', 'text/plain; charset=utf-8'],
    ['/.well-known/security.txt', 'text/plain; charset=utf-8'],
    ['/plan/', 'text/html; charset=utf-8'],
  ])('%s reads no D1, and is a 304 while it is the same', async (path, type) => {
    const response = await site.get(path, { headers: { 'X-Test-Faults': 'DB' } })
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, type])
    const etag = response.headers.get('ETag') ?? ''
    expect((await site.get(path, { headers: { 'If-None-Match': `W/${etag}` } })).status).toBe(304)
    const post = await site.get(path, { method: 'POST' })
    expect([post.status, post.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('the sitemap names every page once, the program’s own too, each is there, and it holds no date', async () => {
    const xml = await text('/sitemap.xml')
    const addresses = [...xml.matchAll(/<loc>https:\/\/essai\.example([^<]*)<\/loc>/g)].map(([, path = '']) => path)
    expect(addresses).toEqual([
      ...['/', '/actes/', '/nouveautes/', '/plan/', '/programme/', '/programme/2022-07-06/'],
      ...['/seances/', '/seances/deux/', '/seances/jour/', '/seances/une/', '/%C3%A9t%C3%A9/'],
    ])
    for (const path of addresses) expect((await site.get(path)).status).toBe(200)
    expect(xml).not.toContain('lastmod')
  })

  test('robots.txt leads to the sitemap and away from what is for one person', async () => {
    expect(await text('/robots.txt')).toMatch(
      /^User-agent: \*\n(?:Disallow: \/\S+\n)*Disallow: \/suivi\/\n\nSitemap: https:\/\/essai\.example\/sitemap\.xml\n$/,
    )
  })

  test('security.txt holds what RFC 9116 asks for, its date as the organisers wrote it', async () => {
    expect(await text('/.well-known/security.txt')).toBe(
      'Contact: mailto:securite@essai.example\nExpires: 2027-01-31T23:59:59Z\nPreferred-Languages: fr, en\n' +
        'Canonical: https://essai.example/.well-known/security.txt\n',
    )
  })
})

test('an English site asks for English alone, in its calendar too', async () => {
  const other = await startSite()
  onTestFinished(() => other.close())
  const security = "security: { contact: 'mailto:security@essai.example', expires: 2027-01-31 }\n"
  await other.publish({ 'content/site.yml': siteYaml.replace('lang: fr', 'lang: en') + security })
  const said = async (path: string) => (await other.get(path)).text()
  expect(await said('/.well-known/security.txt')).toContain('\nPreferred-Languages: en\n')
  expect(await said('/schedule.ics')).toContain('\r\nPRODID:-//Kesako//Kesako//EN\r\n')
})

/** What a shared link and a search engine's answer show below the title. */
function descriptionsOf(html: string): (string | undefined)[] {
  return elementsOf(html).flatMap(({ attributes: { name, property, content } }) =>
    name === 'description' || property === 'og:description' ? [content] : [],
  )
}

function dataOf(html: string): Record<string, unknown> {
  const scripts = elementsOf(html).filter(({ name }) => name === 'script')
  expect(scripts.map(({ attributes }) => attributes)).toEqual([{ type: 'application/ld+json' }])
  return JSON.parse(scripts[0]?.text ?? '')
}

describe('what a page says of itself to programs', () => {
  test('OpenGraph and the one canonical address', async () => {
    const elements = elementsOf(await text('/%C3%A9t%C3%A9/')).map(({ attributes }) => attributes)
    const graph = Object.fromEntries(
      elements.filter(({ property }) => property).map((each) => [each.property, each.content]),
    )
    expect(graph).toEqual({
      'og:type': 'article',
      'og:site_name': 'Essai, un carnet',
      'og:title': 'Été',
      'og:description': 'Une saison.',
      'og:url': 'https://essai.example/%C3%A9t%C3%A9/',
      'og:locale': 'fr_FR',
      'og:image': 'https://essai.example/partage.png',
      'og:image:alt': 'Le carnet',
    })
    expect(elements.find(({ rel }) => rel === 'canonical')?.href).toBe('https://essai.example/%C3%A9t%C3%A9/')
    expect(elements.find(({ rel }) => rel === 'license')?.href).toBe('https://creativecommons.org/licenses/by-sa/4.0/')
  })

  test.each([
    ['/programme/', 'Forum d’essai : les séances de chaque jour, avec leur heure, leur salle et leurs notes.'],
    ['/programme/2022-07-06/', 'Forum d’essai : les séances de ce jour, avec leur heure, leur salle et leurs notes.'],
    ['/programme/maintenant/', 'Forum d’essai : les séances qui ont lieu maintenant, et celles qui les suivent.'],
    ['/nouveautes/', 'Aucune note n’est encore publiée. Elles paraîtront ici, la plus récente d’abord.'],
    ['/actes/', 'Aucune note n’est encore publiée : les actes se rempliront à mesure.'],
    ['/plan/', 'Forum d’essai : toutes les pages de ce site, dossier par dossier.'],
  ])('%s, which the program writes, is described too', async (path, about) => {
    expect(descriptionsOf(await text(path))).toEqual([unbroken(about), unbroken(about)])
  })

  test('a session is an Event of the Event, and its title cannot end the block of data', async () => {
    expect(dataOf(await text('/seances/une/'))).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Event',
      name: unbroken('Une séance </script> : quoi ?'),
      startDate: '2022-07-06T10:30:00+02:00',
      endDate: '2022-07-06T12:30:00+02:00',
      eventStatus: 'https://schema.org/EventCancelled',
      location: { '@type': 'Place', name: 'Grand amphi' },
      performer: [{ '@type': 'Person', name: 'Une personne' }],
      superEvent: { '@type': 'Event', '@id': 'https://essai.example/#event', name: 'Forum d’essai' },
    })
  })

  test('the home page is the Event that the sessions name, other pages are works under the licence', async () => {
    expect(dataOf(await text('/'))).toMatchObject({
      '@id': 'https://essai.example/#event',
      '@type': 'Event',
      startDate: '2022-07-05',
    })
    expect(dataOf(await text('/seances/'))).toMatchObject({
      '@type': 'CreativeWork',
      license: 'https://creativecommons.org/licenses/by-sa/4.0/',
    })
  })

  test('a note is a work about its page, by its author', async () => {
    const moderator = await TestModerator.join(site)
    const { id } = await sendNote(site, { page: '/seances/une/', author: '</script><b>' })
    await moderator.decide(id, 'approve')
    expect(dataOf(await text(`/notes/${id}/`))).toMatchObject({
      '@type': 'CreativeWork',
      about: { '@id': 'https://essai.example/seances/une/' },
      author: { '@type': 'Person', name: '</script><b>' },
      license: 'https://creativecommons.org/licenses/by-sa/4.0/',
    })
  })
})

test('a note is described by its first words, as they stand; what is for one person by nothing', async () => {
  const moderator = await TestModerator.join(site, 'Soazig')
  const body = `**Quoi** "donc" <b onclick=x>&amp;\n\n${'encore des mots '.repeat(20)}`
  const { id, receipt } = await sendNote(site, { page: '/seances/une/', body })
  await moderator.decide(id, 'approve')
  const [first, second] = descriptionsOf(await text(`/notes/${id}/`))
  expect(first).toMatch(/^Quoi .*donc.* <b onclick=x>& (?:encore des mots )+.*…$/)
  expect(first?.length).toBeLessThan(165)
  expect(second).toBe(first)
  for (const path of [`/suivi/${receipt}/`, `/notes/${id}/signaler/`, '/contribuer/?page=/seances/une/']) {
    expect(descriptionsOf(await text(path))).toEqual([])
  }
})

describe('the ways from a page', () => {
  test('lead up, and on in the order of the programme', async () => {
    const html = await text('/seances/une/')
    expect(html).toMatch(/class="fil"><a href="\/">Accueil<\/a> › <a href="\/seances\/">Les séances<\/a><\/nav>/)
    expect(html).toContain('<a href="/seances/jour/" rel="prev">Mercredi</a>')
    expect(html).toContain('<a href="/seances/deux/" rel="next" lang="en">Deux</a>')
    expect(await text('/seances/')).not.toContain('class="fil"')
  })

  test('on a page in another language, words of the site say theirs', async () => {
    const html = await text('/seances/deux/')
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('<ul lang="fr"><li><a href="/">Accueil</a>')
    expect(html).toContain('Previous: <a href="/seances/une/" rel="prev" lang="fr">')
    expect(await text('/seances/une/')).not.toContain('lang="fr">A')
  })
})
