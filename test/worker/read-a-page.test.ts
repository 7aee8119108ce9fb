import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish({
    'content/site.yml': `${siteYaml.replace('nav: [', "nav: [{ path: '/programme/?theme=low-tech&q=Été', label: Basse technologie }, ")}redirects:
  /ancienne/: /a/
  /?LesLowtech: /a/b/
  /?Été&x=1: /été/
  /sans: /a/b/#contenu
  /wakka.php?wiki=Plan: /plan.png
  /agenda: /programme/?theme=low-tech
  /cherche/: /recherche/?q=caf%C3%A9 été#contenu
  /hors programme/: /séance/?notes=1#contenu
footer: [{ path: '/a/b/?notes=2#contenu', label: La suite }]
`,
    'content/a.md': '# Page A\n\n![Plan](plan.png)\n',
    'content/a/b.md': '# Page B\n\nTexte.\n',
    'content/été.md': '# Été\n',
    'content/séance.md': '---\nsession: { start: 2022-07-06T10:30, end: 2022-07-06T12:30 }\n---\n\n# Séance\n',
    'content/plan.png': new Uint8Array([1, 2, 3]),
  })
})
afterAll(() => site.close())

describe('a page', () => {
  test('is finished HTML, to be asked for again at every visit', async () => {
    const response = await site.get('/a/')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate')
    const html = await response.text()
    expect(html).toContain('<title>Page A – Essai, un carnet</title>')
    expect(html).toContain('<link rel="canonical" href="https://essai.example/a/"/>')
    expect(html).not.toContain('<!--')
  })

  test('answers HEAD with the headers of GET', async () => {
    const headers = { 'Accept-Encoding': 'identity' }
    const get = await site.get('/a/', { headers })
    const head = await site.get('/a/', { headers, method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('Content-Length')).toBe(String((await get.arrayBuffer()).byteLength))
    // What belongs to the one connection differs; the rest must not.
    const lasting = ({ headers }: Response) =>
      [...headers].filter(
        ([name]) => !['server-timing', 'connection', 'transfer-encoding', 'content-length'].includes(name),
      )
    expect(lasting(head)).toEqual(lasting(get))
  })

  test('has an ETag that changes with its bytes alone', async () => {
    const [a, again, b] = await Promise.all(['/a/', '/a/?x=1', '/a/b/'].map((path) => site.get(path)))
    expect(a?.headers.get('ETag')).toMatch(/^"[\w+/]{22}"$/)
    expect(again?.headers.get('ETag')).toBe(a?.headers.get('ETag'))
    expect(b?.headers.get('ETag')).not.toBe(a?.headers.get('ETag'))
  })

  test.each([
    ['the tag', (etag: string) => etag],
    ['the tag weakened on the way', (etag: string) => `W/${etag}`],
    ['a list that holds it', (etag: string) => `"other", W/${etag} , "more"`],
    ['any', () => '*'],
  ])('is a 304 to a visitor who holds it: %s', async (_, header) => {
    const etag = (await site.get('/a/')).headers.get('ETag') ?? ''
    const response = await site.get('/a/', { headers: { 'If-None-Match': header(etag) } })
    expect(response.status).toBe(304)
    expect(response.headers.get('ETag')).toBe(etag)
    expect(await response.text()).toBe('')
  })

  test('is sent whole to a visitor who holds another', async () => {
    const response = await site.get('/a/', { headers: { 'If-None-Match': '"other", W/"more"' } })
    expect(response.status).toBe(200)
  })

  test.each(['/a', '/a.html', '/a/index.html'])('is where %s leads', async (path) => {
    const response = await site.get(`${path}?x=1`)
    expect([response.status, response.headers.get('Location')]).toEqual([308, '/a/?x=1'])
  })

  test('has an accent in its address', async () => {
    expect((await site.get('/%C3%A9t%C3%A9/')).status).toBe(200)
    expect((await site.get('/%C3%A9t%C3%A9')).headers.get('Location')).toBe('/%C3%A9t%C3%A9/')
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405 and what is allowed', async (method) => {
    const response = await site.get('/a/', { method })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
  })
})

test.each([
  ['/ancienne/', '/a/'],
  ['/ancienne', '/a/'],
  ['/ancienne/?x=1', '/a/'],
  ['/?LesLowtech', '/a/b/'],
  ['/?%C3%89t%C3%A9&x=1', '/%C3%A9t%C3%A9/'],
  ['/sans/', '/a/b/#contenu'],
  ['/wakka.php?wiki=Plan', '/plan.png'],
  ['/agenda', '/programme/?theme=low-tech'],
  ['/agenda/?x=1', '/programme/?theme=low-tech'],
  ['/cherche/', '/recherche/?q=caf%C3%A9%20%C3%A9t%C3%A9#contenu'],
  ['/hors%20programme/feed.xml', '/s%C3%A9ance/feed.xml'],
  ['/hors%20programme/session.ics?x=%C3%A9', '/s%C3%A9ance/session.ics?x=%C3%A9'],
  ['/hors%20programme/affiche/', '/s%C3%A9ance/affiche/'],
  ['/hors%20programme.md?x=1', '/s%C3%A9ance.md?x=1'],
  ['/sans.md', '/a/b.md'],
])('the old address %s leads to %s', async (path, to) => {
  const response = await site.get(path)
  expect([response.status, response.headers.get('Location')]).toEqual([308, to])
})

test('the menu and the links at the end keep the query and the anchor that they were given', async () => {
  const html = await (await site.get('/a/')).text()
  expect(html).toContain('<a href="/programme/?theme=low-tech&amp;q=%C3%89t%C3%A9">Basse technologie</a>')
  expect(html).toContain('<a href="/a/b/?notes=2#contenu">La suite</a>')
})

test.each(['/?LesLowtech&x=1', '/?leslowtech', '/?'])(
  '%s is only the home page: an old query is met whole',
  async (path) => {
    expect((await site.get(path)).status).toBe(200)
  },
)

test('a file beside the pages is sent with its type, and not again while it is unchanged', async () => {
  const response = await site.get('/plan.png')
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/png'])
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
  const etag = response.headers.get('ETag') ?? ''
  expect((await site.get('/plan.png', { headers: { 'If-None-Match': etag } })).status).toBe(304)
})

test('a file answers HEAD with the headers of GET', async () => {
  const headers = { 'Accept-Encoding': 'identity' }
  const head = await site.get('/plan.png', { method: 'HEAD', headers })
  expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, '3', ''])
  expect(head.headers.get('ETag')).toBe((await site.get('/plan.png', { headers })).headers.get('ETag'))
})

test.each([
  ['/plan', '/plan/'],
  ['/contribuer?page=/a/', '/contribuer/?page=/a/'],
])('%s only lacks its last slash', async (path, to) => {
  const response = await site.get(path)
  expect([response.status, response.headers.get('Location')]).toEqual([308, to])
})

test.each([
  '/a/',
  '/a.md',
  '/plan/',
  '/programme/',
  '/nouveautes/',
  '/actes/',
  '/hors-connexion/',
  '/recherche/?q=page',
])('%s has a strong ETag, and is a 304 to whoever has it', async (path) => {
  const etag = (await site.get(path)).headers.get('ETag') ?? ''
  expect(etag).toMatch(/^"[^"]+"$/)
  for (const known of [etag, `W/${etag}`, `"x", W/${etag}`, '*']) {
    const response = await site.get(path, { headers: { 'If-None-Match': known } })
    expect([known, response.status, response.headers.get('ETag')]).toEqual([known, 304, etag])
  }
  expect((await site.get(path, { headers: { 'If-None-Match': '"x"' } })).status).toBe(200)
})

test('the plan of the site names every page, and those that the program writes', async () => {
  const html = await (await site.get('/plan/')).text()
  for (const title of ['Accueil', 'Page A', 'Page B', 'Été', 'Séance']) expect(html).toContain(`>${title}</a>`)
  for (const path of [
    '/programme/',
    '/programme/maintenant/',
    '/actes/',
    '/contribuer/',
    '/recherche/',
    '/hors-connexion/',
    '/api/',
  ]) {
    expect(html).toContain(`<li><a href="${path}"`)
    expect((await site.get(path)).status).toBe(200)
  }
})

describe('an address where nothing stands', () => {
  test('is a page in French that leads on', async () => {
    const response = await site.get('/rien/')
    expect(response.status).toBe(404)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const html = await response.text()
    expect(html).toContain('Cette page n’existe pas')
    expect(html).toContain('href="/plan/"')
    expect(html).toMatch(/<form action="\/recherche\/">[\s\S]*<input type="search" id="q" name="q"/)
  })

  test.each([
    ...['/__proto__', '/constructor', '/constructor/', '/toString/', '/_headers', '/index', '/A/'],
    ...['/__scheduled', '/.git/config', '/.dev.vars', '/page/', '/retired', '/index.json'],
    ...['/agenda/feed.xml', '/agenda.md', '/rien/session.ics', '/rien.md'],
  ])('%s: 404', async (path) => {
    expect((await site.get(path)).status).toBe(404)
  })

  test.each(['/%', '/%E0%A4%A', '//evil.example/', '/a%00b/', '/%5C%5Cevil.example/'])(
    '%s cannot be read: 400',
    async (path) => {
      const response = await fetch(site.url + path, { redirect: 'manual' })
      expect(response.status).toBe(400)
    },
  )

  test('an address longer than any key of KV is only not there', async () => {
    expect((await site.get(`/${'a'.repeat(2000)}/`)).status).toBe(404)
  })
})
