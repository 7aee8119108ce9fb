import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { letMinutesPass } from '../support/agreement'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())
beforeEach(() => site.clearLog())

type Line = Record<string, unknown>

function logLines(): Line[] {
  return site.log.flatMap(({ message }) => {
    const text = String(message)
    const start = text.indexOf('{"level"')
    return start === -1 ? [] : [JSON.parse(text.slice(start)) as Line]
  })
}

const requestLines = () => logLines().filter(({ what }) => what === 'request')

describe('the log', () => {
  test('has one line a request, with its route’s pattern and never its address', async () => {
    const { receipt } = await sendNote(site, { body: 'Un texte que personne ne doit lire ici.', author: 'Goéland' })
    await site.get(`/suivi/${receipt}/`, { headers: { 'CF-Connecting-IP': '203.0.113.7' } })
    await site.get('/seance/?notes=1')
    await site.get('/rien/du/tout')
    expect(requestLines().map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/api/notes', 201],
      ['GET', '/suivi/:receipt/', 200],
      ['GET', '/*', 200],
      ['GET', '/*', 404],
    ])
    const all = JSON.stringify(site.log)
    for (const secret of [receipt, 'personne ne doit lire', 'Goéland', '203.0.113.7', '/rien/du/tout']) {
      expect(all).not.toContain(secret)
    }
  })

  test('names the cause of a fault once, under the id that the person was shown', async () => {
    const response = await site.get('/moderation/', {
      headers: { 'X-Test-Faults': 'DB', Cookie: 'moderation=x' },
    })
    expect(response.status).toBe(500)
    const shown = /<code>([0-9a-f-]{36})<\/code>/.exec(await response.text())?.[1]
    const faults = logLines().filter(({ level }) => level === 'error')
    expect(faults).toMatchObject([{ request: shown, message: expect.stringContaining('on purpose') }])
    expect(requestLines()).toMatchObject([{ request: shown, status: 500 }])
  })

  test('keeps the store’s own words where a page cannot be read', async () => {
    const response = await site.get('/autre/', { headers: { 'X-Test-Faults': 'PAGES' } })
    expect(response.status).toBe(503)
    const cause = expect.objectContaining({ message: 'PAGES.getWithMetadata failed on purpose' })
    expect(logLines()).toContainEqual(expect.objectContaining({ what: 'request failed', cause }))
  })
})

test('a text that comes back because nothing could be stored says under which id the log tells why', async () => {
  const response = await site.get('/contribuer/', {
    method: 'POST',
    headers: { 'X-Test-Faults': 'DB' },
    body: new URLSearchParams({ page: '/seance/', body: 'Ne pas perdre.', licence: 'on', intent: 'send' }),
  })
  expect(response.status).toBe(503)
  const shown = /<code>([0-9a-f-]{36})<\/code>/.exec(await response.text())?.[1]
  expect(logLines().filter(({ level }) => level === 'error')).toMatchObject([{ request: shown }])
})

test.each([
  ['/rien/', 404],
  ['/%', 400],
  ['/suivi/inconnu/', 404],
])('%s says under which id to speak of it', async (path, status) => {
  const response = await site.get(path)
  expect(response.status).toBe(status)
  expect(await response.text()).toContain(`<code>${requestLines()[0]?.request}</code>`)
})

test('a problem of the API names its request', async () => {
  const response = await site.get('/api/notes/000000000000')
  expect(await response.json()).toMatchObject({ instance: `urn:uuid:${requestLines()[0]?.request}` })
})

test('Server-Timing tells how long the stores took and how often they were asked', async () => {
  const { headers } = await site.get('/api/notes?page=/seance/')
  expect(headers.get('Server-Timing')).toMatch(/^total;dur=\d+, kv;dur=\d+;desc="\d+", d1;dur=\d+;desc="1"$/)
})

describe('/healthz', () => {
  const health = async (faults = '') => {
    const response = await site.get('/healthz', { headers: { 'X-Test-Faults': faults } })
    const report = (await response.json()) as { publishing: { stuck: string[] } | null }
    return { code: response.status, ...report }
  }

  test('is well when both stores answer', async () => {
    expect(await health()).toEqual({
      code: 200,
      status: 'ok',
      kv: 'ok',
      d1: 'ok',
      publishing: { behind: 0, stuck: [] },
    })
  })

  test.each([
    ['PAGES', { kv: 'down', d1: 'ok' }],
    ['DB', { kv: 'ok', d1: 'down', publishing: null }],
  ])('says that %s does not answer', async (store, said) => {
    expect(await health(store)).toMatchObject({ code: 503, status: 'down', ...said })
  })

  test('says that publishing is behind, which key is stuck, and so does the log; then that all is well again', async () => {
    const { id } = await sendNote(site)
    await site.get(`/api/admin/notes/${id}/decisions`, {
      method: 'POST',
      headers: { ...moderator.headers, 'Content-Type': 'application/json', 'X-Test-Faults': 'PAGES.put' },
      body: JSON.stringify({ action: 'approve', version: 1 }),
    })
    expect(await health()).toMatchObject({ code: 200, publishing: { stuck: [] } })
    // Eleven minutes later nobody has been able to write it.
    await site.env.DB.prepare(
      `UPDATE outbox SET behind_since = ?1, due_at = ?2 WHERE published < wanted AND key NOT GLOB 'document/*'`,
    )
      .bind(new Date(Date.now() - 11 * 60_000).toISOString(), new Date(Date.now() + 60_000).toISOString())
      .run()
    const late = await health()
    expect(late).toMatchObject({ code: 503, status: 'behind', kv: 'ok', d1: 'ok' })
    expect(late.publishing?.stuck).toContain(`note/${id}`)
    await site.runCron()
    expect(logLines()).toContainEqual(expect.objectContaining({ what: 'publishing is stuck', key: `note/${id}` }))
    await letMinutesPass(site)
    await site.runCron()
    expect(await health()).toMatchObject({ code: 200, status: 'ok' })
  })
})
