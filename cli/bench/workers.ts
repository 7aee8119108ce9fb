import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { V4WorkerOptions } from 'miniflare'
import { bundleWorker } from '../bundle'
import { localOptions } from '../local-options'
import { migrateHere } from '../migrations'
import { convertV4MiniflareOptions, Miniflare } from '../miniflare'
import { type Stores, storesWorker } from '../stores-from-node'
import { benchFolder } from './folder'

/**
 * The real bundle and a bare Worker in one workerd, each behind a socket of its own: miniflare's usual address passes
 * through another Worker, which costs two thirds of the rate.
 */
export type BenchWorkers = {
  site: URL
  bare: URL
  stores: Stores & { SECRET: string }
  /**
   * What the bare Worker answers from now on: the same bytes as the site's answer, and its headers.
   * @param change What it says otherwise.
   */
  copy: (path: string, headers?: Record<string, string>, change?: (body: string) => string) => Promise<void>
  runScheduled: () => Promise<void>
  stop: () => Promise<void>
}

const SECRET = 'a secret of the benchmark'

/**
 * Answers with constant bytes, and does one INSERT for a POST, as the simplest Worker that keeps notes would; at
 * `/limited` it asks the limiter before. It holds what it answers in its memory, as the site's does while that is fresh.
 */
const bareWorker = `
let kept = null
export default {
  async fetch(request, env) {
    if (request.method === 'PUT') {
      await env.DB.exec('CREATE TABLE IF NOT EXISTS bare_notes (id INTEGER PRIMARY KEY, body TEXT, author TEXT, at TEXT)')
      const { status, headers, body } = await request.json()
      kept = { status, headers, bytes: body === null ? null : new TextEncoder().encode(body) }
      return new Response('kept')
    }
    if (request.method === 'POST') {
      if (request.url.endsWith('/limited')) await env.FLOOD.limit({ key: 'anybody' })
      const note = await request.json()
      await env.DB.prepare('INSERT INTO bare_notes (body, author, at) VALUES (?1, ?2, ?3)')
        .bind(note.body, note.author ?? null, new Date().toISOString()).run()
      return Response.json({ status: 'pending' }, { status: 201 })
    }
    return new Response(kept.bytes, kept)
  },
}`

export async function startWorkers(): Promise<BenchWorkers> {
  const folder = await benchFolder()
  const bundle = await readFile(await bundleWorker(join(folder, 'bundle')), 'utf8')
  // Files of public/ are the platform's affair; here a Worker would stand in front that looks for them.
  const { assets: _, ...workerOptions } = await localOptions()
  const direct = { unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] }
  const modules = (contents: string) => [{ type: 'ESModule' as const, path: 'index.js', contents }]
  // The limit is not what is measured.
  const ratelimits = {
    FLOOD: { namespace_id: '1001', simple: { limit: 100_000_000, period: 60 } },
  } satisfies V4WorkerOptions['ratelimits']
  const site = {
    ...workerOptions,
    ...direct,
    name: 'site',
    modules: modules(bundle),
    bindings: { SECRET, REQUEST_LOG: process.env.BENCH_LOG ?? 'faults' },
    ratelimits,
  } satisfies V4WorkerOptions
  const bare: V4WorkerOptions = {
    ...direct,
    name: 'bare',
    modules: modules(bareWorker),
    d1Databases: { DB: 'bare' },
    ratelimits,
    compatibilityDate: String(workerOptions.compatibilityDate),
  }
  const shared = { host: '127.0.0.1', port: 0, resourcePersistencePath: join(folder, 'state'), cf: false }
  const { options: beside, open } = await storesWorker(site)
  const workers = [site, bare, beside]
  const miniflare = new Miniflare(convertV4MiniflareOptions({ ...shared, workers }))
  await miniflare.ready
  const siteUrl = await miniflare.unsafeGetDirectURL('site')
  const bareUrl = await miniflare.unsafeGetDirectURL('bare')
  const { PAGES, DB, runScheduled } = await open(miniflare)
  await migrateHere(DB)
  const bareAnswers = (answer: object) => fetch(bareUrl, { method: 'PUT', body: JSON.stringify(answer) })
  await bareAnswers({ status: 200, headers: [], body: '' })
  return {
    site: siteUrl,
    bare: bareUrl,
    stores: { PAGES, DB, SECRET },
    copy: async (path, headers = {}, change = (body) => body) => {
      const response = await fetch(new URL(path, siteUrl), { headers, redirect: 'manual' })
      const answer = {
        status: response.status,
        headers: [...response.headers].filter(([name]) => !['content-length', 'content-encoding'].includes(name)),
        body: response.status === 304 ? null : change(await response.text()),
      }
      await bareAnswers(answer)
    },
    runScheduled: () => runScheduled(new Date()),
    stop: async () => {
      await miniflare.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
