import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Block, blockKey } from '../../worker/publishing/values'
import { type RunningSite, startSite } from '../support/harness'
import { sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({
    'content/index.md': '# Accueil\n\n[séance](a/b.md#deux) ![Plan](plan.png) [ailleurs](https://ailleurs.example/x)\n',
    'content/plan.png': 'x',
    'content/a/b.md': `---
title: "Une séance : <b>tous*"
notes: open
session: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: amphi, speakers: [Une personne] }
---

## Deux

[A](../) et [là](#deux), [par son nom][ici].

[ici]: ../index.md
`,
    'content/long.md': '---\ntitle: Long\nnotes: open\n---\n',
    'content/a/index.md': '---\ntitle: A\nlang: en\nnotes: open\n---\n',
  })
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

async function publishNotes(count: number, note: { page: string; body?: string; author?: string }): Promise<string[]> {
  const ids: string[] = []
  for (let n = 1; n <= count; n++) {
    const { id } = await sendNote(site, { body: `Note ${n} de toutes.`, ...note })
    ids.push(id)
  }
  expect((await moderator.decideAll('approve', ids)).status).toBe(200)
  return ids
}

test('stands beside the page, with what is known of it, a title that is no markup and addresses that hold anywhere', async () => {
  const response = await site.get('/a/b.md')
  expect(response.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
  expect(response.headers.get('Link')).toBe('<https://essai.example/a/b/>; rel="canonical"')
  expect(await response.text()).toBe(`---
title: "Une séance\u202f: <b>tous*"
url: https://essai.example/a/b/
lang: fr
license: CC-BY-SA-4.0
session:
  start: 2022-07-06T10:30
  end: 2022-07-06T12:30
  room: Grand amphi
  speakers:
    - Une personne
---

# Une séance\u202f: \\<b\\>tous\\*

Mercredi 6 juillet 2022, 10\u00a0h\u00a030 – 12\u00a0h\u00a030

## Deux

[A](https://essai.example/a/) et [là](https://essai.example/a/b/#deux), [par son nom][ici].

[ici]: https://essai.example/
`)
  expect(await (await site.get('/index.md')).text()).toContain(
    '[séance](https://essai.example/a/b/#deux) ![Plan](https://essai.example/plan.png) [ailleurs](https://ailleurs.example/x)',
  )
  expect(await (await site.get('/a/b/')).text()).toContain(
    '<link rel="alternate" type="text/markdown" href="/a/b.md"/>',
  )
})

test('holds every published note of the page, in order, and not those that wait', async () => {
  await publishNotes(25, { page: '/a/b/', author: 'Goéland *gris*' })
  await sendNote(site, { page: '/a/b/', body: 'Celle qui attend.' })
  // So many at once are more than one request writes; the cron goes on.
  for (let runs = 0; runs < 3; runs++) {
    await site.runCron()
  }
  const text = await (await site.get('/a/b.md')).text()
  expect(text.match(/^Note \d+ de toutes\.$/gm)).toHaveLength(25)
  expect(text.indexOf('Note 21 de')).toBeGreaterThan(text.indexOf('Note 20 de'))
  expect(text).not.toContain('attend')
  expect(text).toContain('## Les notes\n\n### Goéland \\*gris\\*\n\nNote 1 de toutes.\n')
})

/** As the longest notes make it: signs that Markdown and JSON write with a backslash, and HTML with six letters. */
function largestBlock(number: number, blocks: number): Block {
  const body = '\\"'.repeat(10_000)
  const html = `<p>${'&quot;'.repeat(10_000)}</p>`
  const notes = Array.from({ length: 20 }, (_, n) => ({
    ...{
      id: `${number}-${n}`,
      number: 20 * (number - 1) + n + 1,
      page: '/long/',
      author: `Bloc ${number}`,
      body,
      html,
    },
    ...{ publishedAt: '2022-07-06T10:00:00.000Z', revision: 1, edited: false },
  }))
  return { notes, blocks, markup: html.repeat(20), weight: 0 }
}

test('is read in parts where its notes are more than KV gives at once', async () => {
  const blocks = 12
  for (let block = 1; block <= blocks; block++) {
    await site.env.PAGES.put(blockKey('/long/', block), JSON.stringify(largestBlock(block, blocks)), {
      metadata: { wanted: 1 },
    })
  }
  const together = Array.from({ length: 10 }, (_, n) => blockKey('/long/', n + 2))
  await expect(site.env.PAGES.get(together, 'json')).rejects.toThrow('GET_BULK failed: 413')
  const response = await site.get('/long.md')
  expect(response.status).toBe(200)
  const headings = (await response.text()).match(/^### Bloc \d+$/gm)
  expect(headings).toEqual(Array.from({ length: 20 * blocks }, (_, n) => `### Bloc ${Math.ceil((n + 1) / 20)}`))
})

test('shows a note in the words of the page’s language, and never as raw HTML', async () => {
  const [id] = await publishNotes(1, { page: '/a/', body: '# Big\n\n<script>alert(1)</script>\n\n```\nopen' })
  const text = await (await site.get('/a.md')).text()
  expect(text).toContain('### Anonymous\n\n#### Big\n\n&lt;script>alert(1)&lt;/script>\n\n```\nopen\n```\n\n[')
  expect(text).toContain(`](https://essai.example/notes/${id}/)`)
  expect(await (await site.get('/a/')).text()).toMatch(
    /<html lang="en">[\s\S]*Anonymous[\s\S]*Write a note[\s\S]*This page: about/,
  )
})

test('forgets a note that was taken back', async () => {
  const [id = ''] = await publishNotes(1, { page: '/a/', body: 'Bientôt retirée.' })
  expect(await (await site.get('/a.md')).text()).toContain('Bientôt retirée.')
  expect((await moderator.decide(id, 'unpublish', { reason: 'Essai.' })).status).toBe(200)
  expect(await (await site.get('/a.md')).text()).not.toContain('Bientôt retirée.')
})

test('is asked for again at every visit, answered by 304 while it is the same, and reads no D1', async () => {
  const get = await site.get('/a/b.md', { headers: { 'X-Test-Faults': 'DB', 'Accept-Encoding': 'identity' } })
  expect(get.status).toBe(200)
  expect(
    Object.keys(JSON.parse(get.headers.get('X-Test-Calls') ?? '{}')).filter((call) => call.startsWith('DB')),
  ).toEqual([])
  const etag = get.headers.get('ETag') ?? ''
  for (const tag of [etag, `W/${etag}`, `"x", W/${etag}`, '*']) {
    expect((await site.get('/a/b.md', { headers: { 'If-None-Match': tag } })).status).toBe(304)
  }
  expect((await site.get('/a/b.md', { headers: { 'If-None-Match': '"x"' } })).status).toBe(200)
  const head = await site.get('/a/b.md', { method: 'HEAD' })
  expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, etag, ''])
})

test.each([
  ['/a/index.md', 308, '/a.md'],
  ['/rien.md', 404, null],
  ['/.md', 404, null],
  ['/__proto__.md', 404, null],
  ['/a/b.md/', 404, null],
])('%s: %i', async (path, status, location) => {
  const response = await site.get(path)
  expect([response.status, response.headers.get('Location')]).toEqual([status, location])
})

test('takes no other method', async () => {
  const response = await site.get('/a/b.md', { method: 'POST' })
  expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
})
