import { join } from 'node:path'
import { localOptions } from './local-options'
import { convertV4MiniflareOptions, Miniflare } from './miniflare'
import { stateDirectory } from './project'
import { blameFullDisk, expectRoom, usableStateFolder } from './state-folder'
import { type Stores, storesWorker } from './stores-from-node'

export type OpenStores = Stores & { dispose: () => Promise<void> }

/** Where miniflare and wrangler keep the simulated stores below the state's folder. */
export function persistencePath(): string {
  return join(stateDirectory(), 'v3')
}

/** @param asItIs Nothing is to be written. */
export async function openLocalStores({ asItIs }: { asItIs: boolean }): Promise<OpenStores> {
  await usableStateFolder()
  if (!asItIs) await expectRoom()
  const { options, open } = await storesWorker(await localOptions())
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      resourcePersistencePath: persistencePath(),
      // Nobody else is asked anything: no look-up of this machine's place in the world.
      cf: false,
    }),
  )
  const dispose = () => miniflare.dispose()
  try {
    const { PAGES, DB } = await open(miniflare)
    return { PAGES, DB, dispose }
  } catch (error) {
    // It fails as the opening did, once it has ended what runs.
    await dispose().catch(() => {})
    await blameFullDisk()
    throw error
  }
}
