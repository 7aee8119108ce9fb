import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokeModerator } from '../../worker/moderation/moderators'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'
import { fillRoute, routes } from '../support/routes'

/** Over the app's own table of routes: a new one of the moderators' is closed, or this test says so. */

let site: RunningSite
let note: SentNote
let moderator: TestModerator
let revoked: TestModerator
let desk: TestDesk
let revokedDesk: TestDesk
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  note = await sendNote(site)
  moderator = await TestModerator.join(site, 'Malo')
  revoked = await TestModerator.join(site, 'Yann')
  ;[desk, revokedDesk] = [await TestDesk.open(site, moderator), await TestDesk.open(site, revoked)]
  await revokeModerator(site.env.DB, 'Yann', new Date())
})
afterAll(() => site.close())

const calls = routes.filter(({ path }) => path.startsWith('/api/admin/'))
const pages = routes.filter(({ path }) => /^\/moderation\/(?!connexion|feed)/.test(path))

async function ask(method: string, path: string, headers: Record<string, string>): Promise<Response> {
  const address = fillRoute(path, () => note.id)
  const type = path.startsWith('/api/') ? 'application/json' : 'application/x-www-form-urlencoded'
  const sent = method === 'GET' ? {} : { body: path.startsWith('/api/') ? '{}' : 'a=b' }
  const all = { 'Content-Type': type, 'Sec-Fetch-Site': 'same-origin', ...headers }
  return site.get(address, { method, headers: all, ...sent })
}

describe('without a key that is good, every call of the moderators is refused', () => {
  test.each(calls)('$method $path', async ({ method, path }) => {
    const strangers: Record<string, string>[] = [
      {},
      revoked.headers,
      { Authorization: `Bearer ${note.receipt}` },
      { Authorization: 'Bearer ' },
      { Authorization: `Basic ${btoa(`Malo:${moderator.key}`)}` },
      { Cookie: desk.cookie },
      { 'Cf-Access-Authenticated-User-Email': 'malo@moderation.example', 'X-Forwarded-User': 'Malo' },
    ]
    for (const headers of strangers) {
      const response = await ask(method, path, headers)
      expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer realm="kesako"'])
    }
    const isForOrganisers = path.endsWith('/export')
    const { status } = await ask(method, path, moderator.headers)
    if (isForOrganisers) expect(status).toBe(403)
    else expect([401, 403]).not.toContain(status)
  })
})

describe('without a session that stands, every page of the moderators leads to signing in', () => {
  test.each(pages)('$method $path', async ({ method, path }) => {
    const strangers: Record<string, string>[] = [
      {},
      { Cookie: revokedDesk.cookie },
      { Cookie: `moderation=${moderator.key}` },
      { Cookie: `moderation=${note.receipt}` },
      moderator.headers,
    ]
    for (const headers of strangers) {
      const response = await ask(method, path, headers)
      expect(response.status).toBe(303)
      expect(response.headers.get('Location')).toMatch(/^\/moderation\/connexion\//)
    }
    if (path.endsWith('deconnexion/')) return
    const { status, headers } = await ask(method, path, { Cookie: desk.cookie })
    expect(status === 403).toBe(path.startsWith('/moderation/equipe/'))
    expect([status, headers.get('Location')]).not.toEqual([expect.anything(), expect.stringContaining('connexion')])
  })
})

test.each(['erase', 'anonymise'])(
  '%s is not a moderator’s, whatever else is wrong with what was sent',
  async (action) => {
    const ask = (path: string, body: object) =>
      site.get(`/api/admin/${path}`, {
        method: 'POST',
        headers: { ...moderator.headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ action, ...body }),
      })
    for (const [path, body] of [
      [`notes/${note.id}/decisions`, { version: 1 }],
      [`notes/${note.id}/decisions`, {}],
      [`notes/${note.id}/decisions`, { version: 'x', body: 3 }],
      ['notes/nothing/decisions', { version: 1 }],
      ['decisions', { items: [{ id: note.id, version: 1 }] }],
      ['decisions', { items: [] }],
    ] as const) {
      expect((await ask(path, body)).status).toBe(403)
    }
  },
)

test('an author sets nothing but the text and the name', async () => {
  const put = (more: object) =>
    site.get(`/api/receipts/${note.receipt}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ body: 'Autre.', ...more }),
    })
  for (const field of ['status', 'version', 'page', 'flags', 'publishedAt', 'id', 'constructor', 'toString']) {
    expect((await put({ [field]: 'published' })).status, field).toBe(422)
  }
  expect((await moderator.note(note.id)).status).toBe('pending')
})
