import { Validator } from '@seriousme/openapi-schema-validator'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringInPending } from '../../worker/notes/bring-in'
import { conflict, problem } from '../../worker/openapi/answers'
import {
  answerHeaderShapes,
  faultHeaders,
  headerShapes,
  type Operation,
  operationsFor,
} from '../../worker/openapi/operations'
import { INDEX_KEY, type PageIndex } from '../../worker/site/page-index'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, sendNote, TestModerator } from '../support/people'
import { routes } from '../support/routes'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
let organiser: TestModerator
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  organiser = await TestModerator.join(site, 'Naïg', { organiser: true })
})
afterAll(() => site.close())

const operations = operationsFor('CC-BY-SA-4.0')
const operation = (id: Operation['id']): Operation => {
  const found = operations.find((each) => each.id === id)
  if (!found) throw new Error(`There is no ${id}.`)
  return found
}

type Described = {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: unknown }> } }>>
}

async function describedApi(): Promise<Described> {
  return (await (await site.get('/api/openapi.json')).json()) as Described
}

test('the description is valid OpenAPI', async () => {
  const response = await site.get('/api/openapi.json')
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
  const result = await new Validator().validate((await response.json()) as Record<string, unknown>)
  expect(result).toMatchObject({ valid: true })
})

test('every address that is described has the methods that are described, and no other', async () => {
  const { paths } = await describedApi()
  const addresses = Object.entries(paths).filter(([path]) => path !== '/api/admin/export')
  for (const [path, methods] of addresses) {
    const { status, headers } = await site.get(path.replace(/\{\w+\}/, '0123456789ab'), {
      method: 'PATCH',
      headers: organiser.headers,
    })
    const allowed = (headers.get('Allow') ?? '').split(', ').filter((method) => method !== 'HEAD')
    expect({ path, status, allowed: allowed.toSorted() }).toEqual({
      path,
      status: 405,
      allowed: Object.keys(methods)
        .map((method) => method.toUpperCase())
        .toSorted(),
    })
  }
})

test('every call that the program answers is described', () => {
  const answered = routes
    .filter(({ path }) => path.startsWith('/api/') && path !== '/api/')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  expect([...new Set(answered)].sort()).toEqual(described.sort())
})

test('what a note may be is described with the limits that are checked', async () => {
  const { paths } = await describedApi()
  expect(paths['/api/notes']?.post?.requestBody?.content['application/json']?.schema).toMatchObject({
    required: ['page', 'body', 'licence'],
    additionalProperties: false,
    properties: {
      body: { type: 'string', minLength: 1, maxLength: 20_000 },
      author: { anyOf: [{ type: 'string', maxLength: 200 }, { type: 'null' }] },
      licence: { const: 'CC-BY-SA-4.0' },
    },
  })
})

test('a decision is described with its version in the body, or in If-Match alone', async () => {
  const { paths } = await describedApi()
  const decision = paths['/api/admin/notes/{id}/decisions']?.post?.requestBody?.content['application/json']?.schema
  expect(decision).toMatchObject({ required: ['action'], properties: { version: { description: expect.any(String) } } })
  const { id } = await sendNote(site)
  for (const [tag, status] of [
    ['"7"', 412],
    ['"7", W/"1"', 200],
    ['*', 200],
  ] as const) {
    expect(tag).toMatch(new RegExp(headerShapes['If-Match'].pattern))
    const headers = { ...organiser.headers, 'If-Match': tag }
    const answer = await postJson(site, `/api/admin/notes/${id}/decisions`, { action: 'edit', body: tag }, headers)
    expect([tag, answer.status]).toEqual([tag, status])
  }
})

test('a decision is described with what is checked of it, and to which action its text and its reason belong', async () => {
  const { paths } = await describedApi()
  const bodyOf = (path: string) => paths[path]?.post?.requestBody?.content['application/json']?.schema
  const version = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
  const reason = {
    description: expect.stringContaining('return'),
    anyOf: [{ type: 'string', maxLength: 2_000 }, { type: 'null' }],
  }
  expect(bodyOf('/api/admin/notes/{id}/decisions')).toMatchObject({
    properties: { version: { anyOf: [version, {}] }, reason, body: { description: expect.stringContaining('edit') } },
  })
  expect(bodyOf('/api/admin/decisions')).toMatchObject({
    properties: { reason, items: { items: { properties: { version } } } },
  })
  expect(bodyOf('/api/notes')).toMatchObject({ properties: { body: { description: 'Markdown' } } })
  const { id } = await sendNote(site)
  for (const [limit, beyond] of [
    [{ version: 0 }, { version: -1 }],
    [{ version: Number.MAX_SAFE_INTEGER }, { version: 2 ** 53 }],
    [{ reason: 'x'.repeat(2_000), version: 0 }, { reason: 'x'.repeat(2_001) }],
  ]) {
    expect([limit, (await organiser.decide(id, 'reject', limit)).status]).toEqual([limit, 409])
    expect([beyond, (await organiser.decide(id, 'reject', beyond)).status]).toEqual([beyond, 422])
  }
})

test('the words of a French site’s description are French', async () => {
  const described = JSON.stringify(await describedApi())
  expect(described).toContain('"description":"adresse d’une page qui prend des notes"')
  expect(described).not.toMatch(/"description":"[^"]*\b(of|the|that|or)\b/)
})

test('everything that is sent or answered is described to its last field', async () => {
  const open: unknown[] = []
  JSON.stringify(await describedApi(), (_, each: unknown) => {
    const isShape = typeof each === 'object' && each !== null && 'type' in each && each.type === 'object'
    if (isShape && (!('additionalProperties' in each) || each.additionalProperties === true)) open.push(each)
    return each
  })
  expect(open).toEqual([])
})

/** Those that the description names, among what an answer holds. */
function answerHeadersOf({ headers }: Response): string[] {
  return Object.keys(answerHeaderShapes).filter((name) => headers.has(name))
}

describe('an answer holds what the description says and nothing else', () => {
  async function expectDescribed(id: Operation['id'], response: Response): Promise<unknown> {
    const { success } = operation(id)
    expect(response.status).toBe(success.status)
    expect(answerHeadersOf(response)).toEqual(success.headers ?? [])
    const body: unknown = success.schema ? await response.json() : await response.text()
    if (success.schema) expect(v.safeParse(success.schema, body).issues).toBeUndefined()
    return body
  }

  async function expectFault(id: Operation['id'], response: Response, status: number): Promise<unknown> {
    const body: unknown = await response.json()
    expect({ id, status: response.status, body }).toMatchObject({ id, status })
    expect(operation(id).faults).toContain(status)
    const shape = id === 'decide' && (status === 409 || status === 412) ? conflict : problem
    expect(v.safeParse(shape, body).issues).toBeUndefined()
    return body
  }

  test('of the calls that anybody may make', async () => {
    const sent = await postJson(site, '/api/notes', operation('sendNote').example)
    await expectDescribed('sendNote', sent.clone())
    const { id, receipt } = (await sent.json()) as { id: string; receipt: string }
    await expectFault('sendNote', await postJson(site, '/api/notes', { page: '/rien/', sic: 1 }), 422)
    await expectFault('readNote', await site.get(`/api/notes/${id}`), 404)
    await organiser.decide(id, 'edit', { body: 'Retouchée.', reason: 'Un mot.' })
    await expectDescribed('listNotes', await site.get('/api/notes?page=/seance/'))
    await expectFault('listNotes', await site.get('/api/notes?page=/rien/'), 422)
    await expectFault('listNotes', await site.get('/api/notes?cursor=x'), 400)
    await expectDescribed('readNote', await site.get(`/api/notes/${id}`))
    const path = `/api/receipts/${receipt}`
    await expectDescribed('readReceipt', await site.get(path))
    await expectDescribed('reviseNote', await postJson(site, path, operation('reviseNote').example, {}, 'PUT'))
    await expectDescribed('withdrawNote', await site.get(path, { method: 'DELETE' }))
    await expectDescribed('readReceipt', await site.get(path))
    await expectFault('readNote', await site.get(`/api/notes/${id}`), 410)
    await expectFault('reviseNote', await postJson(site, path, operation('reviseNote').example, {}, 'PUT'), 409)
    await expectDescribed('describe', await site.get('/api/openapi.json'))
  })

  test('of the same about a note that was brought in under no licence', async () => {
    const note = { id: 'fedcba987654', page: '/seance/', body: 'D’un bloc-notes.', author: null, sourceHash: 'pad' }
    await bringInPending(site.env.DB, [note], new Date().toISOString())
    await organiser.decide('fedcba987654', 'approve')
    await expectDescribed('readNote', await site.get('/api/notes/fedcba987654'))
  })

  test('of the moderators’ calls', async () => {
    const { id, receipt } = await sendNote(site, { body: 'À relire.' })
    await expectDescribed('listQueue', await organiser.get('/api/admin/notes'))
    await expectFault('listQueue', await organiser.get('/api/admin/notes?kind=x'), 422)
    await expectFault('listQueue', await organiser.get('/api/admin/notes?cursor=x'), 400)
    await expectDescribed('readNoteInFull', await organiser.get(`/api/admin/notes/${id}`))
    await expectFault('readNoteInFull', await organiser.get('/api/admin/notes/0123456789ab'), 404)
    const decide = (body: unknown, headers = {}) =>
      postJson(site, `/api/admin/notes/${id}/decisions`, body, { ...organiser.headers, ...headers })
    await expectDescribed('decide', await decide(operation('decide').example))
    await expectFault('decide', await decide({ action: 'approve', version: 1 }), 409)
    await expectFault('decide', await decide({ action: 'approve' }, { 'If-Match': '"1"' }), 412)
    await expectFault('decide', await decide({ action: 'unpublish' }, { 'If-Match': '*' }), 409)
    await expectFault('decide', await decide({ action: 'approve' }), 428)
    await expectFault('decide', await decide({ action: 'x', version: '1', sic: 1 }), 422)
    const lot = await expectDescribed('decideAll', await organiser.decideAll('approve', [id, '0123456789ab']))
    expect(lot).toMatchObject({ items: [{ code: 409 }, { code: 404 }] })
    await expectFault('decideAll', await organiser.decideAll('approve', []), 422)
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Relue.' }, {}, 'PUT')
    await organiser.decide(id, 'edit', { body: 'Retouchée.' })
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    const whole = await expectDescribed('readNoteInFull', await organiser.get(`/api/admin/notes/${id}`))
    expect(whole).toMatchObject({ kind: 'revision', publishedRevision: 3, waitingRevision: 4 })
    await expectDescribed('decide', await organiser.decide(id, 'erase'))
    await expectDescribed('listQueue', await organiser.get('/api/admin/notes?status=withdrawn'))
    await expectDescribed('listDecisions', await organiser.get('/api/admin/audit'))
    await expectFault('listDecisions', await organiser.get('/api/admin/audit?cursor=x'), 400)
    await expectFault('listDecisions', await organiser.get('/api/admin/audit?limit=0'), 422)
    await expectDescribed('readStats', await organiser.get('/api/admin/stats'))
    await expectFault('readStats', await site.get('/api/admin/stats'), 401)
    await expectDescribed('exportAll', await organiser.get('/api/admin/export'))
    const moderator = await TestModerator.join(site, 'Gwenn')
    await expectFault('exportAll', await moderator.get('/api/admin/export'), 403)
    await expectFault('decide', await moderator.decide(id, 'erase'), 403)
  })

  test('of the same calls about a report', async () => {
    const { id } = await sendNote(site, { body: 'Un numéro de téléphone.' })
    await organiser.decide(id, 'approve')
    await postForm(site, `/notes/${id}/signaler/`, { reason: 'Ce numéro est le mien.' })
    const queue = await expectDescribed('listQueue', await organiser.get('/api/admin/notes?kind=report'))
    const reportId = (queue as { items: { id: string }[] }).items[0]?.id ?? ''
    expect(queue).toMatchObject({ items: [{ noteId: id }] })
    const note = await expectDescribed('readNoteInFull', await organiser.get(`/api/admin/notes/${id}`))
    expect(note).toMatchObject({ reports: [{ id: reportId }] })
    const read = await expectDescribed('readNoteInFull', await organiser.get(`/api/admin/notes/${reportId}`))
    expect(read).toMatchObject({ kind: 'report', noteId: id, outcome: null, note: { id } })
    const dismissed = await expectDescribed('decide', await organiser.decide(reportId, 'dismiss'))
    expect(dismissed).toMatchObject({ outcome: 'dismiss', closedBy: 'Naïg', note: { status: 'published' } })
    const again = await expectFault('decide', await organiser.decide(reportId, 'dismiss'), 409)
    expect(again).toMatchObject({ report: { id: reportId } })
    await expectDescribed('decideAll', await organiser.decideAll('dismiss', [reportId]))
    await expectDescribed('listDecisions', await organiser.get('/api/admin/audit'))
  })
})

test.each<[status: number, code: string, ask: () => Promise<Response>]>([
  [400, 'unreadable', () => site.get('/api/notes', json('{'))],
  [400, 'key_malformed', () => site.get('/api/notes', json('{}', { 'Idempotency-Key': 'court' }))],
  [401, 'key_missing', () => site.get('/api/admin/stats')],
  [404, 'unknown', () => site.get('/api/notes/0123456789ab')],
  [404, 'unknown', () => site.get('/api/rien')],
  [405, 'method_not_allowed', () => site.get('/api/notes', { method: 'PATCH' })],
  [413, 'too_large', () => site.get('/api/notes', json(`"${'x'.repeat(300_000)}"`))],
  [415, 'type_unknown', () => site.get('/api/notes', { method: 'POST', body: 'x' })],
  [422, 'invalid', () => site.get('/api/notes', json('{}'))],
  [428, 'version_missing', () => postJson(site, '/api/admin/notes/0123456789ab/decisions', {}, organiser.headers)],
])('a fault is a problem in French with a stable code: %i %s', async (status, code, ask) => {
  const response = await ask()
  expect(response.headers.get('Content-Type')).toContain('application/problem+json')
  const body = await response.json()
  expect(v.safeParse(problem, body).issues).toBeUndefined()
  expect(body).toMatchObject({ status, code })
  expect(answerHeadersOf(response)).toEqual(faultHeaders[status] ?? [])
})

function json(body: string, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body }
}

test('other sites may read published notes and why there are none, and send nothing', async () => {
  for (const path of ['/api/notes', '/api/notes?page=/nulle-part/', '/api/notes/0123456789ab']) {
    expect((await site.get(path)).headers.get('Access-Control-Allow-Origin')).toBe('*')
  }
  const sent = await postJson(site, '/api/notes', operation('sendNote').example)
  expect(sent.headers.has('Access-Control-Allow-Origin')).toBe(false)
  expect((await organiser.get('/api/admin/stats')).headers.has('Access-Control-Allow-Origin')).toBe(false)
})

test('the page for people shows each call with a curl command that works', async () => {
  const html = await (await site.get('/api/')).text()
  const commands = [...html.matchAll(/<pre><code>(curl [^<]+)/g)].map(([, command = '']) => command)
  expect(commands).toHaveLength(operations.length)
  expect(commands[0]).toContain('https://essai.example/api/notes')
  const [, data = ''] = /-d &#39;(.*)&#39;/.exec(commands[0] ?? '') ?? []
  const response = await postJson(site, '/api/notes', JSON.parse(data.replaceAll('&quot;', '"')))
  expect(response.status).toBe(201)
})

test('is asked for again only when it has changed', async () => {
  for (const path of ['/api/', '/api/openapi.json']) {
    const etag = (await site.get(path)).headers.get('ETag') ?? ''
    expect((await site.get(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
  }
})

describe('another publication', () => {
  let other: RunningSite
  beforeAll(async () => {
    other = await startSite()
    await other.publish({ 'content/site.yml': siteYaml.replace('lang: fr', 'lang: en') })
  })
  afterAll(() => other.close())

  test('speaks its own language', async () => {
    expect(await (await other.get('/api/')).text()).toContain('<h1>Programming interface</h1>')
  })

  test('has none while it is one of before there was a description', async () => {
    const { api: _, ...older } = JSON.parse((await other.env.PAGES.get(INDEX_KEY)) ?? '') as PageIndex
    await other.env.PAGES.put(INDEX_KEY, JSON.stringify(older))
    await expect.poll(async () => (await other.get('/api/')).status, { timeout: 6_000 }).toBe(503)
    expect((await other.get('/')).status).toBe(200)
  })
})
