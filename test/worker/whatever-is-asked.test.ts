import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operationsFor } from '../../worker/openapi/operations'
import { amount } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { trickyForm, trickyObject, trickyText } from '../support/hostile'
import { pagesWithNotes, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'
import { fillRoute, routes } from '../support/routes'

/** Whatever a stranger or a moderator sends, the program answers: with a reason, never with a fault of its own. */

let site: RunningSite
let organiser: TestModerator
let note: SentNote
beforeAll(async () => {
  site = await startSite({ vars: { REQUEST_LOG: 'faults' } })
  await site.publish(pagesWithNotes)
  organiser = await TestModerator.join(site, 'Naïg', { organiser: true })
  note = await sendNote(site)
  await organiser.decide(note.id, 'approve')
})
afterAll(() => site.close())

const RUNS = amount({ slice: 5, whole: 2_000 })
const options = { numRuns: RUNS, seed: 20220706 }

/** Each from an address of its own, so that the flood limit lets all of them reach what they are aimed at. */
let strangers = 0
async function ask(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
  const address = `10.${strangers >> 16}.${(strangers >> 8) & 255}.${strangers++ & 255}`
  const headers = { ...init.headers, 'CF-Connecting-IP': address }
  // Not resolved against the site's address: `//evil.example` is a path here.
  return fetch(site.url + path, { redirect: 'manual', ...init, headers })
}

async function expectAnAnswer(response: Response, asked: unknown): Promise<void> {
  const text = await response.text()
  const { status, headers } = response
  expect(status, `${JSON.stringify(asked)}\n${text.slice(0, 500)}`).toBeLessThan(500)
  expect(headers.get('Content-Security-Policy'), JSON.stringify(asked)).toContain(`default-src 'none'`)
  const location = headers.get('Location')
  if (location !== null) expect(location, JSON.stringify(asked)).toMatch(/^\/(?![/\\])/)
  expect(text).not.toMatch(/\.tsx?:\d|SQLITE_|D1_ERROR/)
}

/** An id that exists, or something else in its place. */
const inPath = (real: string) =>
  fc.oneof(
    fc.constant(real),
    trickyText.map((each) => encodeURIComponent(each.toWellFormed()).slice(0, 2_000)),
  )

const inHeader = trickyText.map((each) => each.replace(/[^\x20-\x7e]/g, '').slice(0, 500))

describe('every call of the API answers whatever it is asked', () => {
  test.each(operationsFor('CC-BY-SA-4.0').map((each) => [each.id, each] as const))('%s', async (_, operation) => {
    const { method, path, query = [], headers = [], example, key } = operation
    const request = fc.record({
      id: inPath(path.includes('receipt') ? note.receipt : note.id),
      query: fc.array(fc.tuple(fc.constantFrom(...query, '__proto__'), trickyText), { maxLength: 4 }),
      headers: fc.record(Object.fromEntries(headers.map((name) => [name, inHeader])), { requiredKeys: [] }),
      body: example === undefined ? fc.constant(undefined) : trickyObject(example as Record<string, unknown>),
    })
    await fc.assert(
      fc.asyncProperty(request, async (odd) => {
        const search = new URLSearchParams(odd.query.map(([name, text]) => [name, text.toWellFormed()]))
        const response = await ask(`${path.replace(/\{\w+\}/, odd.id)}?${search}`, {
          method: method.toUpperCase(),
          headers: { ...odd.headers, ...(key && organiser.headers), 'Content-Type': 'application/json' },
          ...(odd.body !== undefined && { body: odd.body }),
        })
        await expectAnAnswer(response, odd)
      }),
      // What is exported grows with every run.
      { ...options, numRuns: operation.id === 'exportAll' ? 10 : RUNS },
    )
  })
})

/** What each form is made of; a test holds the list to the app's own routes. */
const forms: Record<string, Record<string, string>> = {
  '/contribuer/': {
    page: '/seance/',
    body: 'Une note.',
    author: 'Goéland',
    licence: 'on',
    intent: 'send',
    key: '',
    stamp: '',
  },
  '/notes/:id/signaler/': { reason: 'Une erreur.', key: '' },
  '/suivi/:receipt/': { intent: 'revise', body: 'Autre.', author: '', confirm: '' },
  '/moderation/connexion/': { key: '', suite: '/moderation/' },
  '/moderation/deconnexion/': {},
  '/moderation/notes/:id/decisions/': {
    version: '1',
    action: 'edit',
    body: 'Autre.',
    reason: '',
    ready: '',
    file: 'q=a',
  },
  '/moderation/decisions/': { action: 'reject', item: '0123456789ab 1', reason: 'Doublon.', confirm: 'oui' },
  '/moderation/reglages/': { raccourcis: 'oui' },
  '/moderation/reglages/flux/': {},
  '/moderation/equipe/': { name: 'Malo', organiser: 'on', chance: '' },
  '/moderation/equipe/revoquer/': { name: 'Malo', confirm: '' },
}

describe('every form answers whatever is sent in it', () => {
  test('and all of them are tried here', () => {
    const posts = routes.filter(({ method, path }) => method === 'POST' && !path.startsWith('/api/'))
    expect(Object.keys(forms).toSorted()).toEqual(posts.map(({ path }) => path).toSorted())
  })

  test.each(Object.entries(forms))('%s', async (path, fields) => {
    const desk = await TestDesk.open(site, organiser)
    const request = fc.record({
      id: inPath(path.includes('receipt') ? note.receipt : note.id),
      body: trickyForm(fields),
    })
    await fc.assert(
      fc.asyncProperty(request, async ({ id, body }) => {
        const response = await ask(
          fillRoute(path, () => id),
          {
            method: 'POST',
            headers: {
              'Content-Type': 'application/x-www-form-urlencoded',
              'Sec-Fetch-Site': 'same-origin',
              ...(path.startsWith('/moderation/') && { Cookie: desk.cookie }),
            },
            body,
          },
        )
        await expectAnAnswer(response, { id, body })
      }),
      options,
    )
  })
})

/** Every address that is read, with something odd in each of its open places and in its query. */
const read = routes.filter(({ method }) => method === 'GET').map(({ path }) => path)

test.each(read)('%s answers whatever stands in its address', async (path) => {
  const desk = await TestDesk.open(site, organiser)
  const request = fc.record({
    part: inPath('seance'),
    query: fc.array(fc.tuple(fc.constantFrom(...queries), trickyText), { maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ part, query }) => {
      const search = new URLSearchParams(query.map(([name, text]) => [name, text.toWellFormed()]))
      const filled = fillRoute(path, () => part)
      const response = await ask(`${filled}?${search}`, {
        headers: path.startsWith('/moderation/') ? { Cookie: desk.cookie } : {},
      })
      await expectAnAnswer(response, { filled, query })
    }),
    { ...options, numRuns: Math.ceil(RUNS / 4) },
  )
})

const queries = [
  'page',
  'q',
  'notes',
  'theme',
  'salle',
  'cursor',
  'limit',
  'status',
  'kind',
  'flag',
  'fait',
  'suite',
  'par',
]

describe('an address that lies leads nowhere else', () => {
  test.each([
    ...['//evil.example/affiche', '//evil.example/a/affiche', '//evil.example', '/\\evil.example/affiche'],
    ...[
      '//evil.example/programme/2022-07-06/affiches',
      '//evil.example/seance',
      '/%2F/evil.example/affiche',
      '//seance',
    ],
    ...['/.git/config', '/.dev.vars', '/_headers', '/__scheduled', '/..%2f..%2fetc/passwd'],
    ...['/__proto__', '/constructor', '/__proto__/', '/constructor/', `/${'a'.repeat(4_000)}/`, `/${'é'.repeat(600)}/`],
    ...['/%00', '/a%0d%0aSet-Cookie:%20a=b', '/n/__proto__', '/n/constructor/', '/programme/__proto__/'],
  ])('%s', async (path) => {
    const response = await ask(path, {})
    await expectAnAnswer(response, path)
    expect(response.status).not.toBe(200)
    expect(response.headers.has('Set-Cookie')).toBe(false)
  })
})
