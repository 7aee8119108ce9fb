import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeNote } from '../../worker/notes/changes'
import { findNote } from '../../worker/notes/store'
import { type RunningSite, startSite } from '../support/harness'
import { elementsOf } from '../support/html'
import { catchUp, pagesWithNotes, type SentNote, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite()
  const pages = Array.from({ length: 6 }, (_, n) => [`content/lot${n}.md`, `---\ntitle: Lot ${n}\nnotes: open\n---\n`])
  const others = {
    'content/liste.md': '---\ntitle: Liste\nnotes: open\n---\n',
    'content/english.md': '---\ntitle: In English\nlang: en\nnotes: open\n---\n',
  }
  await site.publish({ ...pagesWithNotes, ...Object.fromEntries(pages), ...others })
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const page = async (path = '/seance/') => (await site.get(path)).text()

test('a pending note is not shown anywhere', async () => {
  const { id } = await sendNote(site, { body: 'Ce qui attend encore.' })
  expect(await page()).not.toContain('Ce qui attend encore.')
  expect((await site.get(`/notes/${id}/`)).status).toBe(404)
  const { keys } = await site.env.PAGES.list()
  const values = await Promise.all(keys.map(({ name }) => site.env.PAGES.get(name)))
  expect(values.join()).not.toContain('Ce qui attend encore.')
})

test('an approved note is on its page at the next request, and the page’s tag has moved', async () => {
  const before = (await site.get('/seance/')).headers.get('ETag') ?? ''
  const { id } = await sendNote(site, { body: 'Un **four** solaire.', author: 'Goéland' })
  expect((await moderator.decide(id, 'approve')).status).toBe(200)
  const conditional = await site.get('/seance/', { headers: { 'If-None-Match': before } })
  expect(conditional.status).toBe(200)
  const html = await conditional.text()
  expect(html).toContain(`id="note-${id}"`)
  expect(html).toContain('Goéland')
  const etag = conditional.headers.get('ETag') ?? ''
  expect((await site.get('/seance/', { headers: { 'If-None-Match': etag } })).status).toBe(304)
})

test('a note’s own page speaks the language of the page that it stands on, and so does the way to report it', async () => {
  const { id } = await sendNote(site, { page: '/english/', body: 'A solar oven.', author: 'Naïg' })
  await moderator.decide(id, 'approve')
  const html = await page(`/notes/${id}/`)
  expect(html).toContain('<html lang="en">')
  expect(html).toContain('<h1><bdi>Note by Naïg</bdi></h1>')
  expect(html).toContain('"inLanguage":"en"')
  expect(html).not.toContain('Signaler')
  const report = await page(`/notes/${id}/signaler/`)
  expect(report).toContain('<html lang="en">')
  expect(report).toContain('<h1>Report a note</h1>')
})

test.each([
  ['\u202eRTL', 'de \u2068\u202eRTL\u2069'],
  ['Anne \u2069\u202eRTL', 'd’\u2068Anne \u202eRTL\u2069'],
  ['שלום', 'de \u2068שלום\u2069'],
  ['Enora', 'd’Enora'],
])('the name « %s » turns none of our own words round, wherever its note is named', async (author, named) => {
  const { id } = await sendNote(site, { body: `Retournement ${author.codePointAt(0)}.`, author })
  await moderator.decide(id, 'approve')
  await catchUp(site)
  const number = await site.env.DB.prepare('SELECT number FROM notes WHERE id = ?1').bind(id).first<number>('number')
  const plain = `Note ${number} ${named}, Une séance`
  const markup = plain.replace('\u2068', '<bdi>').replace('\u2069', '</bdi>')
  const html = await page(`/notes/${id}/`)
  expect(html).toContain(`<title>${plain} – `)
  expect(html).toContain(`<meta property="og:title" content="${plain}"`)
  expect(await page('/feed.xml')).toContain(`<title>${plain}</title>`)
  for (const path of ['/nouveautes/', `/recherche/?q=${author.codePointAt(0)}`]) {
    expect(await page(path)).toContain(`<a href="/notes/${id}/">${markup}</a>`)
  }
})

test('twenty approvals at once: one takes, nineteen are told, one decision is recorded', async () => {
  const { id } = await sendNote(site)
  const answers = await Promise.all(Array.from({ length: 20 }, () => moderator.decide(id, 'approve', { version: 1 })))
  const statuses = answers.map(({ status }) => status).toSorted()
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
  expect((await moderator.note(id)).decisions).toHaveLength(1)
})

describe('forty notes of one page approved at once', () => {
  test('all show in their blocks', async () => {
    const sent = await Promise.all(
      Array.from({ length: 40 }, (_, n) => sendNote(site, { page: '/autre/', body: `Note numéro ${n}.` })),
    )
    const answers = await Promise.all(sent.map(({ id }) => moderator.decide(id, 'approve', { version: 1 })))
    expect(answers.map(({ status }) => status)).toEqual(sent.map(() => 200))
    const shown = [await page('/autre/'), await page('/autre/?notes=2')].map((html) => html.match(/id="note-/g)?.length)
    expect(shown).toEqual([20, 20])
    expect(await page('/autre/')).toContain('href="?notes=2#notes"')
    expect((await site.get('/autre/?notes=3')).status).toBe(404)
    const whole = { title: 'Une autre séance', url: 'https://essai.example/autre/' }
    expect(namesOf(await page('/autre/?notes=1'))).toEqual(whole)
    const second = { title: `Notes, page 2 – ${whole.title}`, url: `${whole.url}?notes=2` }
    expect(namesOf(await page('/autre/?ref=ailleurs&notes=2'))).toEqual(second)
  })

  /** A page's title and address, which stand twice in its head. */
  function namesOf(html: string): { title: string; url: string } {
    const all = elementsOf(html)
    const shared = (property: string) =>
      all.find(({ attributes }) => attributes.property === property)?.attributes.content
    const [title = '', url = ''] = [shared('og:title'), shared('og:url')]
    expect(all.find(({ name }) => name === 'title')?.text).toBe(`${title} – Essai, un carnet`)
    expect(all.find(({ attributes }) => attributes.rel === 'canonical')?.attributes.href).toBe(url)
    return { title, url }
  }
})

test('a hundred notes of six pages decided at once all show on their pages at the next request', async () => {
  const sent = []
  for (let n = 0; n < 100; n++) sent.push(await sendNote(site, { page: `/lot${n % 6}/`, body: `Note du lot, ${n}.` }))
  const response = await moderator.decideAll(
    'approve',
    sent.map(({ id }) => id),
  )
  expect(response.status).toBe(200)
  for (let n = 0; n < 6; n++) {
    expect((await (await site.get(`/lot${n}/`)).text()).match(/Note du lot/g)).toHaveLength(n < 4 ? 17 : 16)
  }
})

test('the list for programs holds every note at once, oldest first, however many were approved together', async () => {
  const sent: SentNote[] = []
  for (let n = 0; n < 31; n++) sent.push(await sendNote(site, { page: '/liste/', body: `Note ${n}` }))
  const ids = sent.map(({ id }) => id)
  await moderator.decideAll('approve', ids.slice(0, 30))
  // Of the last one KV knows nothing yet, as where many were approved together.
  const late = await findNote(site.env.DB, ids[30] ?? '')
  if (late) await changeNote(site.env.DB, late, { action: 'approve', moderator: 'Naïg', now: new Date().toISOString() })
  const listed: { id: string; html: string }[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response = await site.get(`/api/notes?page=/liste/&limit=12&cursor=${cursor}`)
    const { items, next } = (await response.json()) as { items: typeof listed; next: string | null }
    listed.push(...items)
    cursor = next
  }
  expect(listed.map(({ id }) => id)).toEqual(ids)
  expect(listed.every(({ html }) => /^<p>Note \d+<\/p>$/.test(html.trim()))).toBe(true)
})

test('two notes without a name are told apart by their titles, which say their place on the page', async () => {
  const sent = [await sendNote(site, { page: '/seance/' }), await sendNote(site, { page: '/seance/' })]
  for (const { id } of sent) await moderator.decide(id, 'approve')
  const titles = await Promise.all(
    sent.map(async ({ id }) => /<title>(.*?)<\/title>/.exec(await (await site.get(`/notes/${id}/`)).text())?.[1] ?? ''),
  )
  const numbers = titles.map((title) => Number(/^Note (\d+) anonyme, /.exec(title)?.[1] ?? 0))
  expect(numbers[0]).toBeGreaterThan(0)
  expect(numbers[1]).toBe((numbers[0] ?? 0) + 1)
})
