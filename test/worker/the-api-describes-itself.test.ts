import { Validator } from '@seriousme/openapi-schema-validator'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conflict, problem } from '../../worker/openapi/answers'
import { answerHeaderShapes, faultHeaders, type Operation, operationsFor } from '../../worker/openapi/operations'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, sendNote, TestModerator } from '../support/people'
import { routes } from '../support/routes'

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

/** Those that the description names, among what an answer holds. */
function answerHeadersOf({ headers }: Response): string[] {
  return Object.keys(answerHeaderShapes).filter((name) => headers.has(name))
}

describe('an answer is what the description says', () => {
  async function expectDescribed(id: Operation['id'], response: Response): Promise<unknown> {
    const { success } = operation(id)
    expect(response.status).toBe(success.status)
    expect(answerHeadersOf(response)).toEqual(success.headers ?? [])
    const body: unknown = success.schema ? await response.json() : await response.text()
    if (success.schema) expect(v.safeParse(success.schema, body).issues).toBeUndefined()
    return body
  }

  test('of the calls that anybody may make', async () => {
    const sent = await postJson(site, '/api/notes', operation('sendNote').example)
    await expectDescribed('sendNote', sent.clone())
    const { id, receipt } = (await sent.json()) as { id: string; receipt: string }
    await organiser.decide(id, 'approve')
    await expectDescribed('listNotes', await site.get('/api/notes?page=/seance/'))
    await expectDescribed('readNote', await site.get(`/api/notes/${id}`))
    const path = `/api/receipts/${receipt}`
    await expectDescribed('readReceipt', await site.get(path))
    await expectDescribed('reviseNote', await postJson(site, path, operation('reviseNote').example, {}, 'PUT'))
    await expectDescribed('withdrawNote', await site.get(path, { method: 'DELETE' }))
    await expectDescribed('readReceipt', await site.get(path))
  })

  test('of the moderators’ calls', async () => {
    const { id } = await sendNote(site, { body: 'À relire.' })
    await expectDescribed('listQueue', await organiser.get('/api/admin/notes'))
    await expectDescribed('readNoteInFull', await organiser.get(`/api/admin/notes/${id}`))
    const decide = (body: unknown, headers = {}) =>
      postJson(site, `/api/admin/notes/${id}/decisions`, body, { ...organiser.headers, ...headers })
    await expectDescribed('decide', await decide(operation('decide').example))
    for (const late of [
      await decide({ action: 'approve', version: 1 }),
      await decide({ action: 'approve' }, { 'If-Match': '"1"' }),
    ]) {
      expect([409, 412]).toContain(late.status)
      expect(v.safeParse(conflict, await late.json()).issues).toBeUndefined()
    }
    await expectDescribed('decideAll', await organiser.decideAll('approve', [id, '0123456789ab']))
    await expectDescribed('listDecisions', await organiser.get('/api/admin/audit'))
    await expectDescribed('readStats', await organiser.get('/api/admin/stats'))
    await expectDescribed('exportAll', await organiser.get('/api/admin/export'))
  })

  test('of the same calls about a report', async () => {
    const { id } = await sendNote(site, { body: 'Un numéro de téléphone.' })
    await organiser.decide(id, 'approve')
    await postForm(site, `/notes/${id}/signaler/`, { reason: 'Ce numéro est le mien.' })
    const queue = await organiser.get('/api/admin/notes?kind=report')
    const { items } = v.parse(operation('listQueue').success.schema ?? v.never(), await queue.json()) as {
      items: { id: string }[]
    }
    const reportId = items[0]?.id ?? ''
    const read = await expectDescribed('readNoteInFull', await organiser.get(`/api/admin/notes/${reportId}`))
    expect(read).toMatchObject({ kind: 'report', noteId: id, outcome: null, note: { id } })
    const dismissed = await expectDescribed('decide', await organiser.decide(reportId, 'dismiss'))
    expect(dismissed).toMatchObject({ outcome: 'dismiss', closedBy: 'Naïg', note: { status: 'published' } })
    const again = await organiser.decide(reportId, 'dismiss')
    expect(again.status).toBe(409)
    expect(v.safeParse(conflict, await again.json()).issues).toBeUndefined()
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
