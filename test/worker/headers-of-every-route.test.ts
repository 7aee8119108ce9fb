import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renewFeed } from '../../worker/moderation/moderators'
import { STRICT_TRANSPORT, securityHeaders } from '../../worker/security-headers'
import { shortCode } from '../../worker/site/short-code'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'
import { fillRoute, type Route, routes } from '../support/routes'

/** Over the app's own table of routes, so that a new route cannot forget what every answer carries. */

let site: RunningSite
let note: SentNote
let organiser: TestModerator
let cookie = ''
let feedSecret = ''
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  const session = `---\ntitle: S\nnotes: open\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T10:00, room: amphi }\n---\n`
  await site.publish({ ...pagesWithNotes, 'content/atelier.md': session, 'content/plan.png': 'x' })
  organiser = await TestModerator.join(site, 'Naïg', { organiser: true })
  note = await sendNote(site)
  await organiser.decide(note.id, 'approve')
  cookie = (await TestDesk.open(site, organiser)).cookie
  feedSecret = await renewFeed(site.env.DB, organiser.name)
})
afterAll(() => site.close())

/** What stands in a route's address so that it answers with what it is for. */
const parameters = (name: string) =>
  ({
    id: note.id,
    receipt: note.receipt,
    page: 'atelier',
    day: '2022-07-06',
    code: shortCode('atelier'),
    file: `${feedSecret}.xml`,
  })[name] ?? name

/** Over TLS, as visitors come. */
function ask(path: string, method: string, headers: Record<string, string>) {
  const body = method === 'GET' || method === 'HEAD' ? null : ''
  return site.getAt(`https://essai.example${path}`, { method, headers, body, redirect: 'manual' })
}

function expectTheHeaders({ headers }: Pick<Awaited<ReturnType<typeof ask>>, 'headers'>, what: string): void {
  for (const [name, value] of securityHeaders) {
    expect(headers.get(name), `${name} of ${what}`).toBe(ownValue(name, what) ?? value)
  }
  const policy = headers.get('Content-Security-Policy') ?? ''
  for (const part of [`default-src 'none'`, `form-action 'self'`, `base-uri 'none'`, `frame-ancestors 'none'`]) {
    expect(policy, what).toContain(part)
  }
  expect(policy, what).not.toContain('unsafe')
  expect(headers.get('Strict-Transport-Security'), what).toBe(STRICT_TRANSPORT)
  expect(headers.get('Cache-Control'), what).not.toBeNull()
  const type = headers.get('Content-Type')
  if (type !== null && /^text\/|json|xml/.test(type)) expect(type.toLowerCase(), what).toMatch(/charset=utf-8|json/)
  const isPublic = !/ \/(?:moderation|suivi|api\/(?:admin|receipts))\//.test(what)
  if (isPublic) expect(headers.has('Set-Cookie'), what).toBe(false)
  else expect(headers.get('Cache-Control'), what).toMatch(/no-store/)
}

/** The two headers that some routes have a value of their own for: what others may take along, and what is a secret. */
function ownValue(name: string, what: string): string | null {
  const isOther = what.endsWith('with another method')
  if (name === 'Cross-Origin-Resource-Policy')
    return /schedule\.|session\.ics/.test(what) && !isOther ? 'cross-origin' : null
  if (name !== 'Referrer-Policy') return null
  const isFeed = what.includes('/moderation/feed/') && !isOther && !what.endsWith('without D1')
  if (isFeed || /\/(?:suivi|receipts)\//.test(what)) return 'no-referrer'
  return / \/moderation\//.test(what) ? 'same-origin' : null
}

const named = routes.map((route): [string, Route] => [`${route.method} ${route.path}`, route])

describe('every route carries the security headers, over TLS', () => {
  test('and there are many', () => expect(routes.length).toBeGreaterThan(60))

  test.each(named)('%s', async (name, { method, path }) => {
    const address = fillRoute(path, parameters)
    const key: Record<string, string> = path.startsWith('/api/') ? organiser.headers : { Cookie: `__Host-${cookie}` }
    expectTheHeaders(await ask(address, method, {}), `${name}, as a stranger`)
    if (!path.endsWith('deconnexion/')) expectTheHeaders(await ask(address, method, key), `${name}, with a key`)
    expectTheHeaders(await ask(address, 'PATCH', key), `${name}, with another method`)
    expectTheHeaders(await ask(address, method, { ...key, 'X-Test-Faults': 'DB' }), `${name}, without D1`)
    if (method === 'GET') expectTheHeaders(await ask(address, 'HEAD', key), `${name}, for HEAD`)
  })

  test.each([
    ['a page', '/seance/', 200],
    ['a file of content', '/plan.png', 200],
    ['a file that the platform serves', '/writing.js', 200],
    ['a page as Markdown', '/seance.md', 200],
    ['a redirect', '/seance', 308],
    ['an unknown address', '/rien/', 404],
    ['an address that cannot be read', '/%', 400],
    ['an unknown call', '/api/rien', 404],
  ])('%s: %s', async (what, path, status) => {
    const response = await ask(path, 'GET', {})
    expect(response.status).toBe(status)
    expectTheHeaders(response, `GET ${path}, ${what}`)
  })
})
