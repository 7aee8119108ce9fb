import { parseAtomFeed } from 'feedsmith'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { atomFeed } from '../../worker/site/atom'
import { unbroken } from '../../worker/site/typography'
import { fillPage } from '../support/fill-page'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, pagesWithNotes, postJson, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite()
  await site.publish({ ...pagesWithNotes, 'content/sous/été.md': '---\ntitle: Été\nnotes: open\n---\n' })
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

async function publishNotes(notes: { page: string; body: string; author?: string }[]) {
  const sent = []
  for (const note of notes) sent.push(await sendNote(site, note))
  await moderator.decideAll(
    'approve',
    sent.map(({ id }) => id),
  )
  await catchUp(site)
  return sent
}

/** Until this isolate has asked KV again. */
const untilFresh = () => new Promise((resolve) => setTimeout(resolve, 3_100))

async function feed(path: string) {
  const response = await site.get(path)
  return { response, feed: parseAtomFeed(await response.text()) }
}

// Before the others, whose notes would be in it.
test('the feed of the site holds its newest notes whole, as another program reads them', async () => {
  const [older, newer] = await publishNotes([
    { page: '/seance/', body: 'Du **gras** & <b>\n\n> « cité »', author: 'Goéland' },
    { page: '/sous/été/', body: 'Sans nom.' },
  ])
  await untilFresh()
  const { response, feed: read } = await feed('/feed.xml')
  expect(response.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
  expect(read).toMatchObject({
    id: 'https://essai.example/feed.xml',
    title: { value: unbroken('Notes : Essai, un carnet') },
  })
  expect(read.links).toContainEqual({
    rel: 'self',
    type: 'application/atom+xml',
    href: 'https://essai.example/feed.xml',
  })
  expect(read.entries?.map(({ id }) => id)).toEqual(
    [newer, older].map((note) => `https://essai.example/notes/${note?.id}/`),
  )
  const [anonymous, named] = read.entries ?? []
  expect(anonymous).toMatchObject({ title: { value: 'Note 1 anonyme, Été' }, authors: [{ name: 'Anonyme' }] })
  expect(named?.authors).toEqual([{ name: 'Goéland' }])
  expect(JSON.stringify(named?.content)).toContain('<strong>gras</strong> &amp; &lt;b&gt;')
  expect(named?.published).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
  expect(read.updated).toBe(anonymous?.updated)
})

test('a page’s own feed has its notes alone, the newest first, from its last blocks', async () => {
  await fillPage(site, '/autre/', 42)
  await site.env.DB.exec(
    `INSERT INTO outbox (key) VALUES ('block/1:/autre/'), ('block/2:/autre/'), ('block/3:/autre/')`,
  )
  await catchUp(site)
  const { feed: read } = await feed('/autre/feed.xml')
  expect(read.entries).toHaveLength(42)
  expect(JSON.stringify(read.entries?.[0]?.content)).toContain('numéro 42')
  expect(JSON.stringify(read.entries?.at(-1)?.content)).toContain('numéro 1.')
})

test('the archive holds the same feed of it', async () => {
  const { bytes } = await composeProven(site.env, 'archive.zip')
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  const archive = unzipSync(Buffer.concat(pieces))
  const served = await (await site.get('/autre/feed.xml')).text()
  expect(strFromU8(archive['site/autre/feed.xml'] ?? new Uint8Array())).toBe(served)
})

test('a page’s own feed goes back to notes that stand before many that were taken away', async () => {
  await fillPage(site, '/close/', 125)
  await site.env.DB.exec(`UPDATE notes SET status = 'rejected' WHERE page = '/close/' AND number > 10`)
  for (let block = 1; block <= 7; block++) {
    await site.env.DB.exec(`INSERT INTO outbox (key) VALUES ('block/${block}:/close/')`)
  }
  await catchUp(site)
  const { feed: read } = await feed('/close/feed.xml')
  expect(read.entries).toHaveLength(10)
})

test('a corrected note is newer than it was, and keeps its id', async () => {
  const [note] = await publishNotes([{ page: '/seance/', body: 'x' }])
  const entry = async () =>
    (await feed('/seance/feed.xml')).feed.entries?.find(({ id }) => id?.includes(note?.id ?? '-'))
  await untilFresh()
  const before = await entry()
  await postJson(site, `/api/receipts/${note?.receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
  await moderator.decide(note?.id ?? '', 'approve')
  await catchUp(site)
  const after = await entry()
  expect(after?.id).toBe(before?.id)
  expect(after?.published).toBe(before?.published)
  expect(Date.parse(after?.updated ?? '')).toBeGreaterThan(Date.parse(before?.updated ?? ''))
})

test('a withdrawn note is gone from both feeds', async () => {
  const [note] = await publishNotes([{ page: '/seance/', body: 'À retirer.' }])
  await site.get(`/api/receipts/${note?.receipt}`, { method: 'DELETE' })
  await catchUp(site)
  for (const path of ['/feed.xml', '/seance/feed.xml']) {
    await expect.poll(async () => (await site.get(path)).text(), { timeout: 8_000 }).not.toContain('À retirer.')
  }
})

test('an unchanged feed is a 304', async () => {
  const { response } = await feed('/seance/feed.xml')
  const etag = response.headers.get('ETag') ?? ''
  expect((await site.get('/seance/feed.xml', { headers: { 'If-None-Match': etag } })).status).toBe(304)
})

test.each(['/close/feed.xml', '/sous/%C3%A9t%C3%A9/feed.xml'])('%s is a feed, with notes or without', async (path) => {
  expect((await feed(path)).feed.id).toBe(`https://essai.example${path}`)
})

test.each(['/rien/feed.xml', '/constructor/feed.xml', '//feed.xml', '/feed.xml/'])('%s is none', async (path) => {
  expect([404, 400]).toContain((await fetch(site.url + path, { redirect: 'manual' })).status)
})

test('pages name the feed of the site and their own', async () => {
  const html = await (await site.get('/seance/')).text()
  expect(html).toContain(
    unbroken('<link rel="alternate" type="application/atom+xml" href="/feed.xml" title="Notes : Essai'),
  )
  expect(html).toContain(unbroken('href="/seance/feed.xml" title="Notes : Une séance"'))
})

describe('one note cannot break the feed for all', () => {
  test.each([
    ['control characters', 'a\u0000b\u0008c\u001f\ufffe\uffff', 'abc'],
    ['half a character', 'a\ud800b\udc00c', 'abc'],
    ['markup', ']]>&<x a="\'">', ']]>&<x a="\'">'],
    ['what XML allows', 'é\t😀\u0085', 'é\t😀\u0085'],
  ])('%s', (_, text, read) => {
    const xml = atomFeed({
      ...{ url: 'https://x.example/feed.xml', lang: 'fr', page: 'https://x.example/', rights: '' },
      ...{ title: 'Notes', begun: '2022-07-05T00:00:00Z' },
      entries: [
        {
          ...{ url: 'https://x.example/notes/1/', title: text, author: text, html: `<p>${text}</p>` },
          ...{ published: '2022-07-06T00:00:00Z', updated: '2022-07-06T00:00:00Z' },
        },
      ],
    })
    const entry = parseAtomFeed(xml).entries?.[0]
    expect(entry?.title?.value).toBe(read.trim())
    expect(entry?.authors?.[0]?.name).toBe(read.trim())
  })
})
