import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { droppedPages, explainLedOn } from '../../cli/publication/dropped-pages'
import { otherLicences } from '../../cli/publication/given-licences'
import { publishSite } from '../../cli/publication/publish-site'
import { bringInPending } from '../../worker/notes/bring-in'
import { randomId } from '../../worker/notes/tokens'
import { latestPage } from '../../worker/reading/latest-view'
import { titleOfNote } from '../../worker/reading/title-of-note'
import { INDEX_KEY, type PageIndex, type PublishedSession, parsePageIndex } from '../../worker/site/page-index'
import { renderDocument } from '../../worker/site/shell'
import { stringsFor } from '../../worker/site/strings'
import { interceptStores } from '../../worker/store-calls'
import { type RunningSite, startSite } from '../support/harness'
import { sendNote } from '../support/people'
import { buildFiles, siteYaml } from '../support/temporary-content'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
})
afterEach(async () => {
  for (const key of await keys()) await site.env.PAGES.delete(key)
})
afterAll(() => site.close())

const HOUR = 3_600_000
const start = new Date('2022-07-01T00:00:00Z')
const later = (hours: number) => new Date(start.getTime() + hours * HOUR)

async function keys(): Promise<string[]> {
  return (await site.env.PAGES.list()).keys.map(({ name }) => name)
}

async function publishedIndex() {
  return parsePageIndex((await site.env.PAGES.get(INDEX_KEY)) ?? '')
}

const session = (title: string) => `---
title: ${title}
session: { start: 2022-07-06T10:30, end: 2022-07-06T12:30 }
---
`

test('a second publication of the same content writes nothing', async () => {
  const files = { 'content/a.md': '# A\n', 'content/s.md': session('Séance') }
  expect(await site.publish(files, start)).toMatchObject({ written: 9, indexChanged: true })
  const before = await keys()
  expect(await site.publish(files, later(48))).toMatchObject({ written: 0, kept: 9, removed: 0, indexChanged: false })
  expect(await keys()).toEqual(before)
})

test('one changed page is its body, its Markdown and the index', async () => {
  await site.publish({ 'content/a.md': '# A\n', 'content/b.md': '# B\n' }, start)
  const publication = await site.publish({ 'content/a.md': '# A\n\nPlus.\n', 'content/b.md': '# B\n' }, start)
  expect(publication).toMatchObject({ written: 2, indexChanged: true })
})

test('a changed page shows, and so does one that is gone', async () => {
  await site.publish({ 'content/a.md': '# A\n' })
  await site.get('/a/')
  await site.publish({ 'content/a.md': '# Autre titre\n' })
  await expect.poll(async () => (await site.get('/a/')).text(), { timeout: 6_000 }).toContain('Autre titre')
  await site.publish({})
  await expect.poll(async () => (await site.get('/a/')).status, { timeout: 6_000 }).toBe(404)
})

describe('a body that no index names any more', () => {
  test('lives for a day after the index that named it, then goes', async () => {
    await site.publish({ 'content/a.md': '# A\n' }, start)
    const old = (await publishedIndex()).pages['/a/']?.body ?? ''
    await site.publish({ 'content/a.md': '# A\n\nDeux.\n' }, later(100))
    await site.publish({ 'content/a.md': '# A\n\nTrois.\n' }, later(123))
    expect(await keys()).toContain(old)
    expect((await site.publish({ 'content/a.md': '# A\n\nTrois.\n' }, later(125))).removed).toBe(2)
    expect(await keys()).not.toContain(old)
  })

  test('stays when its page comes back', async () => {
    await site.publish({ 'content/a.md': '# A\n' }, start)
    const body = (await publishedIndex()).pages['/a/']?.body ?? ''
    await site.publish({ 'content/a.md': '# A2\n' }, later(1))
    expect(await site.publish({ 'content/a.md': '# A\n' }, later(2))).toMatchObject({ written: 0 })
    await site.publish({ 'content/a.md': '# A\n' }, later(50))
    expect(await keys()).toContain(body)
  })
})

test('a publication that dies half way leaves the site as it was, and the next goes on', async () => {
  await site.publish({ 'content/a.md': '# A\n' }, start)
  const before = await site.env.PAGES.get(INDEX_KEY)
  const next = await buildFiles({ 'content/a.md': '# A2\n', 'content/b.md': '# B\n', 'content/c.md': '# C\n' })
  let puts = 0
  const dying = new Proxy(site.env.PAGES, {
    get: (target, name) => {
      if (name === 'put' && ++puts > 2) throw new Error('The line was cut.')
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  await expect(publishSite(dying, next, [], start)).rejects.toThrow('The line was cut.')
  expect(await site.env.PAGES.get(INDEX_KEY)).toBe(before)
  expect(await publishSite(site.env.PAGES, next, [], start)).toMatchObject({ indexChanged: true })
  expect((await publishedIndex()).pages['/c/']?.title).toBe('C')
})

test('what a changed index makes old is said before it is written, and not when nothing changes', async () => {
  await site.publish({ 'content/a.md': '# A\n' }, start)
  const before = await site.env.PAGES.get(INDEX_KEY)
  const next = await buildFiles({ 'content/a.md': '# A2\n' })
  const told: (string | null)[] = []
  const publish = () =>
    publishSite(site.env.PAGES, next, [], start, {
      beforeIndex: async () => {
        told.push(await site.env.PAGES.get(INDEX_KEY))
      },
    })
  await publish()
  await publish()
  expect(told).toEqual([before])
})

describe('KV may give out for a minute what was there before', () => {
  /** KV as another place sees it: one answer is an old one. */
  const late = (method: string, isOld: (args: unknown[]) => boolean, answer: unknown) =>
    interceptStores(site.env, async (store, called, call, args) =>
      store === 'PAGES' && called === method && isOld(args) ? answer : call(),
    ).PAGES

  test('so a page that is put back at once is, when the base knows which index was written last', async () => {
    const right = await buildFiles({ 'content/a.md': '# Juste\n' })
    await publishSite(site.env.PAGES, right, [], start)
    const before = await site.env.PAGES.get(INDEX_KEY)
    const wrong = await publishSite(site.env.PAGES, await buildFiles({ 'content/a.md': '# Faux\n' }), [], start)
    const pages = late('get', ([key]) => key === INDEX_KEY, before)
    expect(await publishSite(pages, right, [], start, { lastIndex: wrong.indexHash })).toMatchObject({
      indexChanged: true,
    })
    expect(await site.env.PAGES.get(INDEX_KEY)).toBe(before)
  })

  test.each([
    ['and what is known of unused ones is late, too', true],
    ['and what is known of unused ones is not late', false],
  ])('so a body that was removed a moment ago is sent again, though it is still listed, %s', async (_, isKnownLate) => {
    const [first, second, third] = ['# A\n', '# B\n', '# C\n'].map((page) => ({ 'content/a.md': page }))
    await site.publish(first ?? {}, start)
    const { body = '' } = (await publishedIndex()).pages['/a/'] ?? {}
    await site.publish(second ?? {}, later(1))
    const retired = await site.env.PAGES.get('retired')
    const listed = await site.env.PAGES.list({ prefix: 'page/' })
    await site.publish(third ?? {}, later(30))
    expect(await site.env.PAGES.get(body)).toBeNull()
    const stillListed = late('list', ([options]) => (options as { prefix?: string }).prefix === 'page/', listed)
    const pages = interceptStores({ ...site.env, PAGES: stillListed }, async (_, method, call, args) =>
      isKnownLate && method === 'get' && args[0] === 'retired' ? retired : call(),
    ).PAGES
    await publishSite(pages, await buildFiles(first ?? {}), [], later(30))
    expect(await site.env.PAGES.get(body)).not.toBeNull()
  })
})

test('a session’s sequence and stamp rise only when the session itself changes', async () => {
  const published = async () => {
    const list = await site.env.PAGES.get<PublishedSession[]>((await publishedIndex()).sessions, 'json')
    return list?.map(({ title, sequence, stamp }) => ({ title, sequence, stamp }))
  }
  await site.publish({ 'content/s.md': session('Séance') }, start)
  await site.publish({ 'content/s.md': `${session('Séance')}\nUn texte.\n` }, later(1))
  expect(await published()).toEqual([{ title: 'Séance', sequence: 0, stamp: start.toISOString() }])
  await site.publish({ 'content/s.md': session('Séance renommée') }, later(2))
  expect(await published()).toEqual([{ title: 'Séance renommée', sequence: 1, stamp: later(2).toISOString() }])
  const elsewhere = siteYaml.replace('place: ', 'place: À côté de ')
  await site.publish({ 'content/s.md': session('Séance renommée'), 'content/site.yml': elsewhere }, later(3))
  expect(await published()).toEqual([{ title: 'Séance renommée', sequence: 2, stamp: later(3).toISOString() }])
})

test.each([
  ['with sessions', { 'content/s.md': session('Séance') }],
  ['without any', { 'content/a.md': '# A\n' }],
])('a damaged list of sessions, or of bodies to remove, is written again: %s', async (_, files) => {
  await site.publish(files, start)
  for (const damaged of ['<html>', '{}', '']) {
    const { sessions } = await publishedIndex()
    await Promise.all([sessions, 'retired'].map((key) => site.env.PAGES.put(key, damaged)))
    await site.publish(files, later(1))
    const list = JSON.parse((await site.env.PAGES.get((await publishedIndex()).sessions)) ?? '')
    expect(list.map(({ title }: PublishedSession) => title)).toEqual('content/s.md' in files ? ['Séance'] : [])
  }
  // The index that an isolate remembers for three seconds may still name the damaged list.
  await expect.poll(async () => (await site.get('/programme/')).status, { timeout: 8_000 }).toBe(200)
})

describe('a page that has notes', () => {
  const open = '---\ntitle: A\nnotes: open\n---\n'

  // A site for each, because its Worker remembers for three seconds which pages there were.
  let receipt: string
  let shared: RunningSite
  beforeEach(async () => {
    shared = site
    site = await startSite()
    await site.publish({ 'content/a.md': open })
    receipt = (await sendNote(site, { page: '/a/' })).receipt
  })
  afterEach(async () => {
    await site.close()
    site = shared
  })

  test('is not dropped, and nothing is published, unless all of them were withdrawn', async () => {
    const before = await site.env.PAGES.get(INDEX_KEY)
    await expect(site.publish({})).rejects.toThrow('Pages with notes would be dropped: /a/')
    expect(await site.env.PAGES.get(INDEX_KEY)).toBe(before)
    await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })
    expect(await site.publish({})).toMatchObject({ indexChanged: true })
  })

  test('was given under a licence that the site keeps, or under none that is known', async () => {
    const pad = { page: '/a/', body: 'Un pad.', author: null, id: randomId(), sourceHash: 'un pad' }
    await bringInPending(site.env.DB, [pad], start.toISOString())
    expect(await otherLicences(site.env.DB, 'CC-BY-SA-4.0')).toEqual([])
    expect(await otherLicences(site.env.DB, 'CC0-1.0')).toEqual(['CC-BY-SA-4.0'])
  })

  test('may go where a redirect says, or move with its id', async () => {
    const redirected = { 'content/site.yml': `${siteYaml}redirects: { /a: / }\n` }
    const ledOn = [{ id: '/a/', notes: 1, address: '/a/' }]
    expect(await site.publish(redirected)).toMatchObject({ indexChanged: true, ledOn })
    const moved = open.replace('notes:', 'id: /a/\nnotes:')
    expect(await site.publish({ 'content/b.md': moved })).toMatchObject({ indexChanged: true, ledOn: [] })
  })
})

describe('a page that has notes and goes by a redirect alone', async () => {
  const gone = (await buildFiles({ 'content/site.yml': `${siteYaml}redirects: { /a: /, /b/: / }\n` })).index
  const there = (await buildFiles({ 'content/a.md': '# A\n', 'content/b.md': '---\nid: b\n---\n# B\n' })).index
  const before = { ...there, sessions: '' }
  const now = { ...gone, sessions: '' }
  const withNotes = [
    { id: '/a/', notes: 2 },
    { id: 'b', notes: 1 },
  ]
  const ledOn = [
    { id: '/a/', notes: 2, address: '/a/' },
    { id: 'b', notes: 1, address: '/b/' },
  ]

  test('is told with how its notes could go along', () => {
    expect(droppedPages(before, gone, withNotes)).toEqual({ lost: [], ledOn })
    expect(explainLedOn(ledOn)).toMatch(
      /^attention : \/a\/ .* Ses notes \(2\) [\s\S]*\nid: \/a\/\nattention : \/b\/ [\s\S]*\nid: b$/,
    )
  })

  test('is told that once, and stands in no later publication’s way', () => {
    expect(droppedPages(now, gone, withNotes)).toEqual({ lost: [], ledOn: [] })
  })

  test('is not lost afterwards with its redirect, where its id is its address', () => {
    const next = { ...gone, site: { ...gone.site, redirects: {} } }
    expect(droppedPages(now, next, withNotes)).toEqual({ lost: ['/a/'], ledOn: [] })
  })

  test('leaves its notes without the title of a page, be it the site’s', () => {
    const note = { id: 'abc', page: '/a/', number: 3, author: 'Goéland', body: '', html: '<p>Oui.</p>', revision: 1 }
    const given = { ...note, publishedAt: '2022-07-06T10:00:00Z', edited: false }
    const latest = (index: PageIndex) =>
      /\/notes\/abc\/">(.*?)<\/a>/.exec(renderDocument(latestPage(index, [given])))?.[1]
    expect([latest(before), latest(now)]).toEqual(['Note 3 de Goéland, A', 'Note 3 de Goéland'])
    const title = (index: PageIndex) => titleOfNote(index, given, stringsFor('fr'))
    expect([title(before), title(now)]).toEqual(['Note 3 de Goéland, A', 'Note 3 de Goéland'])
  })

  test('is known by its id alone in a site that was never published', () => {
    expect(droppedPages(null, gone, withNotes)).toEqual({ lost: ['b'], ledOn: ledOn.slice(0, 1) })
  })
})

test('a page that moves keeps the id that its notes hold on to', async () => {
  await site.publish({ 'content/a.md': '---\ntitle: A\nid: a\nnotes: open\n---\n' })
  await site.publish({ 'content/b/a.md': '---\ntitle: A\nid: a\nnotes: closed\n---\n' })
  expect((await publishedIndex()).pages['/b/a/']).toMatchObject({ id: 'a', notes: 'closed' })
})
