import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillPage } from '../support/fill-page'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, pagesWithNotes, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let organiser: TestModerator
let desk: TestDesk
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  organiser = await TestModerator.join(site, 'Naïg', { organiser: true })
  desk = await TestDesk.open(site, organiser)
})
afterAll(() => site.close())

test.each([
  ['/', 'GET, HEAD'],
  ['/seance.md', 'GET, HEAD'],
  ['/plan/', 'GET, HEAD'],
  ['/writing.js', 'GET, HEAD'],
  ['/contribuer/', 'GET, HEAD, POST'],
  ['/suivi/quelconque/', 'GET, HEAD, POST'],
  ['/moderation/', 'GET, HEAD'],
  ['/moderation/connexion/', 'GET, HEAD, POST'],
  ['/moderation/deconnexion/', 'POST'],
  ['/api/admin/notes', 'GET, HEAD'],
  ['/api/admin/decisions', 'POST'],
])('%s names its methods to whoever tries another one, signed in or not', async (path, allowed) => {
  for (const method of ['PATCH', 'OPTIONS']) {
    const { status, headers } = await site.get(path, { method })
    expect([method, status, headers.get('Allow')]).toEqual([method, 405, allowed])
  }
})

test('a form that is sent to an address without its last slash goes on with all its fields', async () => {
  const sent = {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'body=Un+texte.',
  }
  const { status, headers } = await site.get('/contribuer', sent)
  expect([status, headers.get('Location')]).toEqual([308, '/contribuer/'])
})

test.each([
  ['GET', '/programme/index.html?theme=low-tech', '/programme/?theme=low-tech'],
  ['GET', '/programme/2022-07-06.html', '/programme/2022-07-06/'],
  ['GET', '/actes/index.html', '/actes/'],
  ['GET', '/plan.html', '/plan/'],
  ['GET', '/moderation/index.html', '/moderation/'],
  ['HEAD', '/plan', '/plan/'],
  ['POST', '/notes/quelconque', '/notes/quelconque/'],
])('%s %s leads to %s, as a page of the content does', async (method, path, address) => {
  const { status, headers } = await site.get(path, { method, redirect: 'manual' })
  expect([status, headers.get('Location')]).toEqual([308, address])
})

test.each([
  '/notes/a.md',
  '/programme/2022-07-06.md',
  '/notes/index.html',
  '/suivi/index.html',
  '/n/index.html',
  '/rien.html',
  '/rien',
])('%s, behind which nothing stands, is a 404 at once', async (path) =>
  expect((await site.get(path, { redirect: 'manual' })).status).toBe(404),
)

test.each(['/moderation/notes/%0D%0A', '/moderation/notes/%00', '/suivi/%C3%A9'])(
  '%s leads to itself with its last slash, written as it was',
  async (path) => {
    const { status, headers } = await site.get(path, { redirect: 'manual' })
    expect([status, headers.get('Location')]).toEqual([308, `${path}/`])
  },
)

describe('HEAD has the headers of GET, and says its length', () => {
  /** Without what is another one at each request, and how this harness writes the end of a body. */
  const lasting = ({ status, headers }: Response) => {
    const passing = ['server-timing', 'date', 'connection', 'transfer-encoding', 'content-length']
    return { status, headers: [...headers].filter(([name]) => !passing.includes(name)) }
  }

  async function expectAlike(path: string, isStreamed = false): Promise<void> {
    const headers = { ...organiser.headers, Cookie: desk.cookie }
    const ask = (method: string) => site.get(path, { method, headers, redirect: 'manual' })
    const [get, head] = [await ask('GET'), await ask('HEAD')]
    expect(lasting(head)).toEqual(lasting(get))
    const { byteLength } = await get.arrayBuffer()
    expect(head.headers.get('Content-Length')).toBe(isStreamed ? null : String(byteLength))
  }

  test.each([
    ...['/', '/seance/', '/seance', '/seance.md', '/plan/', '/programme/', '/programme/maintenant/', '/nouveautes/'],
    ...['/recherche/?q=texte', '/feed.xml', '/schedule.ics', '/actes/', '/hors-connexion/', '/healthz', '/sitemap.xml'],
    ...['/moderation/', '/moderation/connexion/', '/api/', '/api/openapi.json', '/api/notes', '/api/admin/notes'],
  ])('of %s', (path) => expectAlike(path))

  test('of a receipt', async () => expectAlike(`/suivi/${(await sendNote(site)).receipt}/`))

  describe('but for what is made as it is sent, so that nobody knows its length before its end:', () => {
    test.each(['/api/admin/export', '/moderation/journal/journal.csv'])('%s', (path) => expectAlike(path, true))

    test('long proceedings that are not composed yet', async () => {
      await fillPage(site, '/seance/', 220, 'published', ' Et encore.'.repeat(1_800))
      await site.env.DB.prepare(
        `INSERT INTO outbox (key)
         SELECT DISTINCT 'block/' || ((number + 19) / 20) || ':/seance/' FROM notes WHERE number IS NOT NULL
         UNION SELECT 'counts' UNION SELECT 'latest'`,
      ).run()
      await catchUp(site)
      await expectAlike('/actes/', true)
    })
  })
})
