import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { siteYaml } from '../support/temporary-content'

const session = {
  'content/s.md':
    '---\ntitle: S\nnotes: open\nsession: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: amphi }\n---\n',
}

/** What is said on every page fills the memory soon. */
const settings = `${siteYaml}annonce: ${'Le repas est à midi. '.repeat(20_000)}
security: { contact: 'mailto:a@essai.example', expires: 2027-01-31 }
`

let site: RunningSite
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({
    'content/site.yml': settings,
    'content/a.md': '---\ntitle: A\nnotes: open\n---\n',
    'content/b.md': '# B\n',
    ...session,
  })
})
afterAll(() => site.close())

async function view(path: string, faults = '') {
  const response = await site.get(path, { headers: { 'X-Test-Faults': faults } })
  const calls = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  const hashes = Number(response.headers.get('X-Test-Hashes'))
  return { status: response.status, html: await response.text(), calls, hashes }
}

const readsOf = (calls: Record<string, number>) => Object.values(calls).reduce((sum, count) => sum + count, 0)

test('with KV down and nothing remembered, a page is one plain sentence and 503', async () => {
  const { status, html } = await view('/a/', 'PAGES')
  expect(status).toBe(503)
  expect(html).toContain('Réessayez dans une minute')
})

test('a first view reads KV three times at most and never D1, the next ones nothing', async () => {
  const first = await view('/a/', 'DB')
  expect(first.status).toBe(200)
  expect(Object.keys(first.calls).filter((call) => !call.startsWith('PAGES.get'))).toEqual([])
  expect(readsOf(first.calls)).toBeGreaterThan(0)
  expect(readsOf(first.calls)).toBeLessThanOrEqual(3)
  expect((await view('/a/')).calls).toEqual({})
})

describe('with the database down, pages, notes and what is made of them can still be read', () => {
  test.each([
    ...['/a/', '/programme/', '/programme/2022-07-06/', '/programme/maintenant/', '/programme/2022-07-06/affiches/'],
    ...['/nouveautes/', '/feed.xml', '/a/feed.xml', '/s/feed.xml', '/schedule.ics', '/schedule.json', '/schedule.xml'],
    ...['/s/session.ics', '/s/affiche/', '/plan/', `/notes/${'0'.repeat(12)}/`, '/n/AFHJK'],
  ])('%s', async (path) => {
    const { status, calls } = await view(path, 'DB')
    expect(status).toBe(/^\/n/.test(path) && path !== '/nouveautes/' ? 404 : 200)
    expect(Object.keys(calls).filter((call) => !call.startsWith('PAGES.get'))).toEqual([])
    expect(readsOf(calls)).toBeLessThanOrEqual(3)
  })
})

describe('what the program writes is made once, as long as nothing was published', () => {
  test.each([
    ...[
      '/programme/',
      '/programme/2022-07-06/?theme=low-tech&salle=amphi',
      '/nouveautes/',
      '/plan/',
      '/hors-connexion/',
    ],
    ...['/feed.xml', '/schedule.ics', '/s/affiche/', '/sitemap.xml', '/robots.txt', '/.well-known/security.txt'],
  ])('%s', async (path) => {
    expect((await view(path)).status).toBe(200)
    expect((await view(path)).hashes).toBe(0)
  })

  test('and stays when somebody makes up choices of the programme', async () => {
    await view('/plan/')
    for (let n = 0; n < 20; n++) {
      const { status, hashes } = await view(`/programme/?${n % 2 ? 'theme' : 'theme=low-tech&salle'}=invente-${n}`)
      expect([status, hashes > 0]).toEqual([200, true])
    }
    expect((await view('/plan/')).hashes).toBe(0)
  })
})

test('the figures of moderation are counted once in some minutes, whoever asks', async () => {
  expect(await view('/moderation-en-chiffres/')).toMatchObject({ status: 200, calls: { 'DB.all': 1 } })
  const next = await view('/moderation-en-chiffres/', 'DB')
  expect([next.status, Object.keys(next.calls).filter((call) => call.startsWith('DB'))]).toEqual([200, []])
})

test('with KV down, the last good page is served', async () => {
  const { html } = await view('/b/')
  // Past the memory's freshness, so that KV is asked again.
  await new Promise((resolve) => setTimeout(resolve, 3_200))
  const stale = await view('/b/', 'PAGES')
  expect(readsOf(stale.calls)).toBeGreaterThan(0)
  expect(stale).toMatchObject({ status: 200, html })
})
