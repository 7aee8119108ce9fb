import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { D1Database, D1PreparedStatement, KVNamespace } from '@cloudflare/workers-types'
import type { Miniflare, V4WorkerOptions } from 'miniflare'
import type { StoreOptions } from './local-options'
import { projectRoot } from './project'

export type Stores = { PAGES: KVNamespace; DB: D1Database }

/**
 * The simulated stores as Node sees them. Miniflare's own bindings for Node ask once for each property and each method,
 * and hold the whole process still meanwhile: four times for one statement of D1. Here a small Worker beside the site's
 * does what Node asks, in one request for each call that the platform has too.
 */
export type StoresWorker = {
  /** For miniflare, with the Worker that it stands beside. */
  options: V4WorkerOptions
  /** Once miniflare is ready, and again after its options were set anew. */
  open: (miniflare: Miniflare) => Promise<Stores & { runScheduled: (scheduledTime: Date) => Promise<void> }>
}

/** @param site The Worker that it stands beside; without a name there is none, and nothing scheduled to run. */
export async function storesWorker(site: StoreOptions & { name?: string }): Promise<StoresWorker> {
  // Whoever has an account on this machine could ask otherwise.
  const key = randomBytes(24).toString('base64url')
  const { kvNamespaces, d1Databases, compatibilityDate } = site
  return {
    options: {
      name: 'stores',
      modules: [
        {
          type: 'ESModule',
          path: 'stores-worker.mjs',
          contents: await readFile(join(projectRoot, 'cli/stores-worker.mjs'), 'utf8'),
        },
      ],
      ...{ kvNamespaces, d1Databases, compatibilityDate },
      // `scheduled()` of another Worker.
      compatibilityFlags: ['service_binding_extra_handlers'],
      bindings: { KEY: key },
      ...(site.name && { serviceBindings: { SITE: site.name } }),
      // Straight to it: the usual address passes through another Worker.
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    },
    open: async (miniflare) => {
      const call = caller(await miniflare.unsafeGetDirectURL('stores'), key)
      return {
        PAGES: pages(call),
        DB: database(call),
        runScheduled: async (scheduledTime) => {
          await call('/SITE/scheduled', { cron: '* * * * *', scheduledTime })
        },
      }
    },
  }
}

/** @throws Error with the platform's own words, which tell whether it may be asked again. */
type Call = (path: string, body: unknown) => Promise<unknown>

function caller(url: URL, key: string): Call {
  return async (path, body) => {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { Authorization: key },
      body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
    })
    if (!response.ok) throw new Error(String(await response.json()))
    const isJson = response.headers.get('Content-Type') === 'application/json'
    return isJson ? response.json() : response.arrayBuffer()
  }
}

type Asked = { sql: string; values: unknown[] }

function database(call: Call): D1Database {
  const asked = new WeakMap<D1PreparedStatement, Asked>()
  const prepare = (sql: string, values: unknown[] = []): D1PreparedStatement => {
    const run =
      (method: string) =>
      (...args: unknown[]) =>
        call(`/DB/${method}`, { sql, values, args })
    const statement = {
      bind: (...bound: unknown[]) => {
        // JSON would make NULL of it, where D1 refuses.
        if (bound.includes(undefined)) throw new Error(`D1_TYPE_ERROR: Type 'undefined' not supported in ${sql}`)
        return prepare(sql, bound)
      },
      ...{ all: run('all'), first: run('first'), run: run('run') },
    } as unknown as D1PreparedStatement
    asked.set(statement, { sql, values })
    return statement
  }
  return {
    prepare,
    batch: (statements: D1PreparedStatement[]) =>
      call(
        '/DB/batch',
        statements.map((each) => asked.get(each)),
      ),
    exec: (sql: string) => call('/DB/exec', sql),
  } as unknown as D1Database
}

/** Values are text or JSON; without their metadata, an ArrayBuffer too. Node reads no stream. */
function pages(call: Call): KVNamespace {
  const many = (value: unknown) => new Map(value as [string, unknown][])
  const read =
    (method: string) =>
    async (key: string | string[], ...how: unknown[]) => {
      const value = await call(`/PAGES/${method}`, [key, ...how])
      return Array.isArray(key) ? many(value) : value
    }
  return {
    get: read('get'),
    getWithMetadata: read('getWithMetadata'),
    put: async (key: string, value: string | Uint8Array, options: unknown = {}) => {
      const args = encodeURIComponent(JSON.stringify([key, options]))
      await call(`/PAGES/put?args=${args}`, typeof value === 'string' ? new TextEncoder().encode(value) : value)
    },
    delete: async (key: string) => void (await call('/PAGES/delete', [key])),
    list: (options: unknown = {}) => call('/PAGES/list', [options]),
  } as unknown as KVNamespace
}
