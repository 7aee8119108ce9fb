import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncPageSearch } from '../../cli/publication/page-search'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, postJson, sendNote, TestModerator } from '../support/people'
import { buildFiles } from '../support/temporary-content'

const files = {
  'content/s.md': '---\ntitle: Une séance\nnotes: open\n---\n\nLe four solaire de l’atelier.\n',
  'content/titre.md': '# Des œuvres en commun\n\nRien ici.\n',
  'content/texte.md': '---\ntitle: Autre\n---\n\nUne **œuvre** dite, sans titre. &lt;b&gt;\n\n## Encore\n\nSuite.\n',
}

/** Searches a minute that the site allows one address here: what many more would prove, these do. */
const FLOOD = 100

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true, flood: FLOOD })
  await site.publish(files)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

async function publishNote(body: string, author = ''): Promise<string> {
  const { id } = await sendNote(site, { page: '/s/', body, author })
  await moderator.decideAll('approve', [id])
  return id
}

async function search(q: string, more = '') {
  const response = await site.get(`/recherche/?q=${encodeURIComponent(q)}${more}`)
  const html = await response.text()
  const list = html.split('<ul class="seances">')[1] ?? ''
  const answers = [...list.matchAll(/<li><a href="([^"]*)">([\s\S]*?)<\/a><p dir="auto">([\s\S]*?)<\/p><\/li>/g)]
  return { status: response.status, html, answers, addresses: answers.map(([, address]) => address) }
}

test('titles come before texts', async () => {
  expect((await search('oeuvre')).addresses).toEqual(['/titre/', '/texte/'])
})

test.each(['OEUVRES', 'œuvre', 'l’œuvre', "d'oeuvres", 'Œuvr'])('%s finds what is written otherwise', async (q) => {
  expect((await search(q)).addresses).toEqual(['/titre/', '/texte/'])
})

test('a word with an s or x at its end finds what begins so, and the whole word without it, in titles, texts and notes', async () => {
  const id = await publishNote('Le jeudi 7, au printemps : des lots, un cadeau.')
  const whole = await publishNote('Des jeux, sans prix.')
  const last = await publishNote('Le jeu')
  const begun = await publishNote('Un processus, une procession.')
  for (const q of ['jeux', 'jeus']) expect((await search(q)).addresses.sort()).toEqual([whole, last].map(noteAt).sort())
  expect((await search('prix')).addresses).toEqual([noteAt(whole)])
  expect((await search('cadeaux')).addresses).toEqual([noteAt(id)])
  expect((await search('jeud')).addresses).toEqual([noteAt(id)])
  expect((await search('textes')).addresses).toEqual([])
  expect((await search('communs')).addresses).toEqual(['/titre/'])
  expect((await search('suites')).addresses).toEqual(['/texte/'])
  expect((await search('solairs')).addresses).toEqual([])
  for (const q of ['proces', 'process', 'processus']) expect((await search(q)).addresses).toEqual([noteAt(begun)])
})

const noteAt = (id: string) => `/notes/${id}/`

test('every word must be there, in title and text together', async () => {
  expect((await search('séance solaire')).addresses).toEqual(['/s/'])
  expect((await search('séance lunaire')).addresses).toEqual([])
})

test('a word is found at its beginning and not inside another', async () => {
  expect((await search('elier')).addresses).toEqual([])
})

test('the words found are marked in title and excerpt, and the text stays text', async () => {
  const { answers } = await search('œuvre encore b')
  expect(answers[0]?.[3]).toBe(
    'Une <mark>œuvre</mark> dite, sans titre. &lt;<mark>b</mark>&gt; <mark>Encore</mark> Suite.',
  )
  expect((await search('commun')).answers[0]?.[2]).toBe('Des œuvres en <mark>commun</mark>')
})

describe('notes', () => {
  test('a published one is found with its author and page, a pending one is not', async () => {
    const id = await publishNote('Parabole de **carton** doré <img src=x>', 'Goéland')
    await sendNote(site, { page: '/s/', body: 'Parabole encore secrète.' })
    const { answers } = await search('parabole')
    expect(answers.map(([, address]) => address)).toEqual([`/notes/${id}/`])
    expect((await search('arabole')).addresses).toEqual([])
    expect(answers[0]?.[2]).toMatch(/^Note \d+ de Goéland, Une séance$/)
    expect(answers[0]?.[3]).toBe('<mark>Parabole</mark> de carton doré &lt;img src=x&gt;')
  })

  test('one that is withdrawn is gone from the search', async () => {
    const { id, receipt } = await sendNote(site, { page: '/s/', body: 'Éphémère.' })
    await moderator.decideAll('approve', [id])
    expect((await search('ephemere')).addresses).toEqual([`/notes/${id}/`])
    await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })
    expect((await search('ephemere')).addresses).toEqual([])
  })

  test('one that is unpublished is not counted either', async () => {
    await moderator.decide(await publishNote('Dépubliée bientôt.'), 'unpublish')
    expect((await search('depubliee')).html).toContain('Rien ne contient tous ces mots.')
  })

  test('twenty answers a page, the next ones linked, past the last page back to the first', async () => {
    const ids: string[] = []
    for (let n = 0; n < 23; n++) ids.push((await sendNote(site, { page: '/s/', body: `Escargot ${n}` })).id)
    await moderator.decideAll('approve', ids)
    await catchUp(site)
    const first = await search('escargot')
    expect(first.addresses).toHaveLength(20)
    expect(first.html).toContain('23 réponses, ici 1 à 20')
    expect(first.html).toContain('href="?q=escargot&amp;page=2"')
    const second = await search('escargot', '&page=2')
    expect(second.addresses).toHaveLength(3)
    expect(new Set([...first.addresses, ...second.addresses]).size).toBe(23)
    expect((await site.get('/recherche/?q=escargot&page=9')).headers.get('Location')).toBe('/recherche/?q=escargot')
  })
})

describe('a search that cannot answer leads on', () => {
  test('nothing typed: the field and other ways', async () => {
    const { status, html } = await search('  ')
    expect(status).toBe(200)
    expect(html).toContain('href="/plan/"')
    expect(html).not.toContain('Rien ne contient')
  })

  test('nothing found: what to try, and what was typed is kept', async () => {
    const { html } = await search('"zèbre <b>')
    expect(html).toContain('Rien ne contient tous ces mots')
    expect(html).toContain('value="&quot;zèbre &lt;b&gt;"')
    expect(html).toContain('href="/nouveautes/"')
  })

  test.each([
    ['?!', 'Il n’y a là aucun mot'],
    ['mot '.repeat(60), '200 signes au plus'],
  ])('%s: the fault is tied to the field, and the title begins with it', async (q, words) => {
    const { status, html } = await search(q)
    expect(status).toBe(200)
    expect(html).toMatch(new RegExp(`<p class="faute" id="q-faute">[^<]*${words}`))
    expect(html).toMatch(/<input[^>]* aria-describedby="q-aide q-faute" aria-invalid="true"/)
    expect(html).toMatch(/<title>Erreur\s: Recherche – [^<]{1,60}<\/title>/)
    expect((await search('four')).html).not.toContain('q-faute')
  })

  test('the database down: 503 with the plan of the site', async () => {
    const response = await site.get('/recherche/?q=atelier', { headers: { 'X-Test-Faults': 'DB' } })
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('60')
    const html = await response.text()
    expect(html).toContain('href="/titre/"')
    expect(html).toContain('value="atelier"')
  })

  test('as many searches in a minute as are allowed pass, more are asked to wait with their words, and nobody is kept from sending', async () => {
    const headers = { 'CF-Connecting-IP': '192.0.2.7' }
    const ask = () => site.get('/recherche/?q=atelier%20d%E2%80%99%C3%A9t%C3%A9', { headers })
    const statuses: number[] = []
    // The limiter may begin a new minute under way.
    for (let n = 0; n <= 2 * FLOOD && !statuses.includes(429); n += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, ask))
      statuses.push(...answers.map(({ status }) => status))
    }
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(FLOOD)
    const refused = await ask()
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60'])
    expect(JSON.parse(refused.headers.get('X-Test-Calls') ?? '{}')).not.toHaveProperty('DB.all')
    const html = await refused.text()
    expect(html).toContain('value="atelier d’été"')
    expect(html).toContain('attendez une minute')
    expect((await site.get('/recherche/', { headers })).status).toBe(200)
    const note = { page: '/s/', body: 'Une note.', licence: 'CC-BY-SA-4.0' }
    expect((await postJson(site, '/api/notes', note, headers)).status).toBe(201)
  })

  test('the 404 page has the search field', async () => {
    expect(await (await site.get('/rien/')).text()).toContain('<form action="/recherche/">')
  })
})

describe('what the search knows of the pages', () => {
  test('follows them when they change, move and go, and a second time changes nothing', async () => {
    const built = await buildFiles({ ...files, 'content/titre.md': '# Des baleines\n' })
    expect(await syncPageSearch(site.env.DB, built, { dryRun: true })).toEqual({ added: 0, changed: 1, removed: 0 })
    expect(await syncPageSearch(site.env.DB, built)).toEqual({ added: 0, changed: 1, removed: 0 })
    expect(await syncPageSearch(site.env.DB, built)).toEqual({ added: 0, changed: 0, removed: 0 })
    const without = await buildFiles({ 'content/neuf.md': '# Des dauphins\n' })
    expect(await syncPageSearch(site.env.DB, without)).toEqual({ added: 1, changed: 0, removed: 3 })
    expect((await search('baleine')).addresses).toEqual([])
    expect(await syncPageSearch(site.env.DB, await buildFiles(files))).toMatchObject({ added: 3, removed: 1 })
  })

  test('is written again by a publication for the pages alone that are made otherwise since', async () => {
    const publish = async (more: Record<string, string>) =>
      syncPageSearch(site.env.DB, await buildFiles({ ...files, ...more }), { changedOnly: true })
    await publish({})
    expect(await publish({})).toEqual({ added: 0, changed: 0, removed: 0 })
    // The page itself, and the one before it, which names it as the next.
    expect(await publish({ 'content/titre.md': '# Des orques\n' })).toEqual({ added: 0, changed: 2, removed: 0 })
    expect((await search('orque')).addresses).toEqual(['/titre/'])
    await publish({})
  })

  test('is mended where it was damaged', async () => {
    await site.env.DB.prepare(`UPDATE page_search SET search = '' WHERE address = '/texte/'`).run()
    const built = await buildFiles(files)
    expect(await syncPageSearch(site.env.DB, built)).toEqual({ added: 0, changed: 1, removed: 0 })
  })
})
