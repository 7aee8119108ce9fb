import { untilFree } from '../worker/busy-stores'
import { interceptStores } from '../worker/store-calls'
import { endRunningWithUs } from './end-with-us'
import type { OpenStores } from './local-stores'
import { migrateHere } from './migrations'
import { openRemoteStores } from './remote-stores'
import { blameFullDisk } from './state-folder'

/** The Worker's stores, from Node: the same interface on this machine and online. */
export type Platform = OpenStores

/** Nobody waits at a screen: longer than anything holds the files of a site that is used. */
const BUSY_MS = 60_000

/**
 * @param remote False: KV and D1 as they are simulated on disk, beside a running `npm start` or without one; tables that
 *   this program needs are made first. True: those of the deployed site, which must have been deployed once.
 * @param asItIs Makes no table, for who only looks.
 */
export async function openPlatform({
  remote,
  asItIs = false,
}: {
  remote: boolean
  asItIs?: boolean
}): Promise<Platform> {
  const { PAGES, DB, ...opened } = await (remote ? openRemoteStores() : openHere(asItIs))
  const release = endRunningWithUs()
  const dispose = async () => {
    await opened.dispose()
    release()
  }
  const stores = interceptStores({ PAGES, DB }, (_store, _method, call) =>
    untilFree(BUSY_MS, remote ? call : () => call().catch(afterFault)),
  )
  try {
    if (!remote && !asItIs) await migrateHere(stores.DB)
  } catch (error) {
    await dispose()
    throw error
  }
  return { ...stores, dispose }
}

/** Loading miniflare takes longer than to say that a command was mistyped. */
async function openHere(asItIs: boolean): Promise<OpenStores> {
  const { openLocalStores } = await import('./local-stores')
  return openLocalStores({ asItIs })
}

async function afterFault(error: unknown): Promise<never> {
  await blameFullDisk()
  throw error
}
