import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
})
afterAll(() => site.close())

const unknown = 'x'.repeat(22)
const malformed = ['x', `${'x'.repeat(21)}é`, `${'x'.repeat(22)}'--`, 'x'.repeat(3_000), '%', '__proto__', '\u0000']

/** All that somebody who tries receipts sees: the answer, and what was asked of D1 (KV is asked every few seconds). */
async function seen(path: string, init: RequestInit) {
  const response = await site.get(path, init)
  const text = (await response.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID OF THE REQUEST')
  const own = ['cache-control', 'referrer-policy', 'x-robots-tag', 'content-type', 'content-length']
  const database = /d1;dur=\d+;desc="(\d+)"/.exec(response.headers.get('Server-Timing') ?? '')?.[1]
  return { status: response.status, text, database, headers: own.map((name) => response.headers.get(name)) }
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const json = { 'Content-Type': 'application/json' }

describe.each<[string, string, string, RequestInit]>([
  ['GET of the page', '/suivi/', '/', {}],
  ['a correction by form', '/suivi/', '/', { method: 'POST', headers: form, body: 'intent=revise&body=a&author=' }],
  ['a withdrawal by form', '/suivi/', '/', { method: 'POST', headers: form, body: 'intent=withdraw&confirm=oui' }],
  ['GET of the API', '/api/receipts/', '', {}],
  ['a correction by the API', '/api/receipts/', '', { method: 'PUT', headers: json, body: '{"body":"a"}' }],
  ['a withdrawal by the API', '/api/receipts/', '', { method: 'DELETE' }],
])('%s', (_, before, after, init) => {
  test.each(malformed)('answers to %j as to a receipt that nobody has, at the same cost', async (receipt) => {
    const wanted = await seen(`${before}${unknown}${after}`, init)
    expect(wanted).toMatchObject({ status: 404, database: '1' })
    expect(await seen(`${before}${encodeURIComponent(receipt)}${after}`, init)).toEqual(wanted)
  })
})

test('a receipt goes to no cache, no search engine and no referrer, known or not', async () => {
  const { receipt } = await sendNote(site)
  for (const path of [`/suivi/${receipt}/`, `/api/receipts/${receipt}`, `/suivi/${unknown}/`, '/api/receipts/x']) {
    const { headers } = await site.get(path)
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Robots-Tag')).toBe('noindex')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
  }
})
