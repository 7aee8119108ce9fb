import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'

const session = {
  'content/s.md':
    '---\ntitle: S\nnotes: open\nsession: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: amphi }\n---\n',
}

let site: RunningSite
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({ 'content/a.md': '---\ntitle: A\nnotes: open\n---\n', 'content/b.md': '# B\n', ...session })
})
afterAll(() => site.close())

async function view(path: string, faults = '') {
  const response = await site.get(path, { headers: { 'X-Test-Faults': faults } })
  const calls = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  return { status: response.status, html: await response.text(), calls }
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
