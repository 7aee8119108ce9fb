import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../cli/project'
import { contentSecurityPolicy, STRICT_TRANSPORT, securityHeaders } from '../../worker/security-headers'
import { type RunningSite, startSite } from '../support/harness'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish({ 'content/a.md': '# A\n\n[b](b.png)', 'content/b.png': 'x' })
})
afterAll(() => site.close())

describe('every answer carries the security headers', () => {
  test.each<[what: string, path: string, init?: RequestInit]>([
    ['a page', '/a/'],
    ['the answer to HEAD', '/a/', { method: 'HEAD' }],
    ['a 304', '/a/', { headers: { 'If-None-Match': '*' } }],
    ['a redirect', '/a'],
    ['a file', '/b.png'],
    ['a page the Worker writes', '/plan/'],
    ['a 404', '/x/'],
    ['a 400', '/%'],
    ['a 405', '/a/', { method: 'POST' }],
  ])('%s', async (_, path, init) => {
    const { headers } = await site.get(path, init)
    for (const [name, value] of securityHeaders) expect(headers.get(name)).toBe(value)
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('script-src')
    expect(headers.get('Cache-Control')).not.toBeNull()
    expect(headers.has('Set-Cookie')).toBe(false)
    expect(headers.has('Strict-Transport-Security')).toBe(false)
  })
})

test('outside this machine, the encrypted line is asked for', async () => {
  const response = await site.getAt('https://carnet.example/a/')
  expect(response.headers.get('Strict-Transport-Security')).toBe(STRICT_TRANSPORT)
})

test.each(['/a/', '/contribuer/?page=/a/', '/suivi/aaaaaaaaaaaaaaaaaaaaaa/'])(
  'a plain line to the site’s own address leads to the encrypted one, and a Host header leads nowhere: %s',
  async (path) => {
    for (const init of [{ method: 'GET' }, { method: 'POST', body: 'body=x' }]) {
      const plain = await site.getAt(`http://essai.example${path}`, init)
      expect([plain.status, plain.headers.get('Location')]).toEqual([308, `https://essai.example${path}`])
    }
    const { status } = await site.get(path)
    for (const address of ['https://essai.example', 'http://carnet.example', site.url]) {
      expect((await site.getAt(address + path)).status).toBe(status)
    }
    const headers = { 'X-Forwarded-Proto': 'https' }
    expect((await site.getAt(`http://essai.example${path}`, { headers })).status).toBe(status)
  },
)

test('the policy allows the page’s own stylesheet and nothing else', async () => {
  const response = await site.get('/a/')
  const [, css = ''] = /<style>(.+)<\/style>/.exec(await response.text()) ?? []
  const hash = createHash('sha256').update(css).digest('base64')
  expect(response.headers.get('Content-Security-Policy')).toBe(contentSecurityPolicy(`sha256-${hash}`))
})

test('what the platform serves without the Worker repeats them', async () => {
  const [everywhere = '', worker = ''] = (await readFile(join(projectRoot, 'public/_headers'), 'utf8')).split('\n\n')
  const lines = everywhere
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim())
  const all = [
    ...securityHeaders,
    ['Content-Security-Policy', contentSecurityPolicy()],
    ['Strict-Transport-Security', STRICT_TRANSPORT],
    ['Allow', 'GET, HEAD'],
  ]
  expect(lines.toSorted()).toEqual(all.map(([name, value]) => `${name}: ${value}`).toSorted())
  expect(worker).toContain('/service-worker.js')
})

test('the service worker may ask this site, and nothing else', async () => {
  const { headers } = await site.get('/service-worker.js')
  expect(headers.get('Content-Security-Policy')).toBe(`default-src 'self'`)
  for (const [name, value] of securityHeaders) expect(headers.get(name)).toBe(value)
})

describe('scripts load on the pages where somebody writes, and on the one for offline use', () => {
  test.each([
    ['/contribuer/', ['/writing.js'], 5_000],
    ['/hors-connexion/', ['/writing.js', '/offline.js'], 6_000],
  ])('%s', async (address, files, most) => {
    const response = await site.get(address)
    expect(response.headers.get('Content-Security-Policy')).toContain(`script-src 'self'; connect-src 'self';`)
    const html = await response.text()
    expect([...html.matchAll(/<script src="([^"]+)" defer/g)].map(([, src]) => src)).toEqual(files)
    const sources = await Promise.all(files.map((file) => readFile(join(projectRoot, 'public', file))))
    const gzipped = sources.reduce((sum, source) => sum + gzipSync(source, { level: 9 }).length, 0)
    expect(gzipped).toBeLessThanOrEqual(most)
  })

  test.each(['/a/', '/plan/', '/', '/rien/'])('%s has none', async (address) => {
    const response = await site.get(address)
    expect(await response.text()).not.toMatch(/<script(?! type="application\/ld\+json">)/)
    expect(response.headers.get('Content-Security-Policy')).not.toContain('script-src')
  })
})
