import { join } from 'node:path'
import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { localOptions } from './local-options'
import { stateDirectory } from './project'

export type Stores = { PAGES: KVNamespace; DB: D1Database }
export type OpenStores = Stores & { dispose: () => Promise<void> }

/** Where miniflare and wrangler keep the simulated stores below the state's folder. */
export function persistencePath(): string {
  return join(stateDirectory(), 'v3')
}

/** @param worker Which of several, by its name. */
export async function storesOf(miniflare: Miniflare, worker?: string): Promise<Stores> {
  return {
    PAGES: (await miniflare.getKVNamespace('PAGES', worker)) as unknown as KVNamespace,
    DB: (await miniflare.getD1Database('DB', worker)) as unknown as D1Database,
  }
}

export async function openLocalStores(): Promise<OpenStores> {
  // A Worker for files would be started for the assets.
  const { assets: _, ...options } = await localOptions()
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      name: 'stores',
      modules: [{ type: 'ESModule', path: 'index.js', contents: 'export default {}' }],
      resourcePersistencePath: persistencePath(),
      // Nobody else is asked anything: no look-up of this machine's place in the world.
      cf: false,
    }),
  )
  return { ...(await storesOf(miniflare)), dispose: () => miniflare.dispose() }
}
