import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { localOptions } from './local-options'
import { stateDirectory } from './project'
import { usableStateFolder } from './state-folder'
import { type Stores, storesWorker } from './stores-from-node'

export type OpenStores = Stores & { dispose: () => Promise<void> }

/** Where miniflare and wrangler keep the simulated stores below the state's folder. */
export function persistencePath(): string {
  return join(stateDirectory(), 'v3')
}

export async function openLocalStores(): Promise<OpenStores> {
  await usableStateFolder()
  const { options, open } = await storesWorker(await localOptions())
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      resourcePersistencePath: persistencePath(),
      // Nobody else is asked anything: no look-up of this machine's place in the world.
      cf: false,
    }),
  )
  const { PAGES, DB } = await open(miniflare)
  return { PAGES, DB, dispose: () => miniflare.dispose() }
}
