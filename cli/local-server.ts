import { Miniflare } from 'miniflare'
import { endWithUs } from './end-with-us'
import { localBundle } from './local-bundle'
import { localOptions } from './local-options'
import { localSecret } from './local-secret'
import { persistencePath } from './local-stores'
import { localWorker } from './local-worker'
import type { Stores } from './stores-from-node'

/** The site on this machine. */
export type LocalServer = {
  /** Loads the Worker's code as it is on disk now. */
  reload: () => Promise<void>
  /** Runs the scheduled handler, as the edge would by the cron. */
  runScheduled: () => Promise<void>
  stores: () => Stores
  stop: () => Promise<void>
}

export async function startLocalServer(port: number): Promise<LocalServer> {
  const first = await worker(port)
  const release = endWithUs(`--socket-addr=entry=127.0.0.1:${port} `)
  const miniflare = new Miniflare(first.options)
  try {
    await miniflare.ready
    let stores = await first.open(miniflare)
    return {
      reload: async () => {
        const { options, open } = await worker(port)
        await miniflare.setOptions(options)
        stores = await open(miniflare)
      },
      runScheduled: () => stores.runScheduled(new Date()),
      stores: () => stores,
      stop: async () => {
        await miniflare.dispose()
        release()
      },
    }
  } catch (error) {
    // It fails as the start did, once it has ended what runs.
    await miniflare.dispose().catch(() => {})
    release()
    throw error
  }
}

/** `ADMIN_HOST=localhost:8787 npm start` tries moderation on a host of its own beside `127.0.0.1:8787`. */
function adminHost(): { ADMIN_HOST?: string } {
  const { ADMIN_HOST } = process.env
  return ADMIN_HOST ? { ADMIN_HOST } : {}
}

async function worker(port: number): ReturnType<typeof localWorker> {
  return localWorker({
    bundle: await localBundle(),
    bindings: { ...(await localOptions()).bindings, SECRET: await localSecret(), ...adminHost() },
    port,
    resourcePersistencePath: persistencePath(),
  })
}
