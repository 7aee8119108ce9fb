import { Miniflare, type MiniflareOptions } from 'miniflare'
import { endWithUs } from './end-with-us'
import { localBundle } from './local-bundle'
import { localOptions } from './local-options'
import { localSecret } from './local-secret'
import { persistencePath, type Stores, storesOf } from './local-stores'
import { localWorker, runScheduled } from './local-worker'

/** The site on this machine. */
export type LocalServer = {
  /** Loads the Worker's code as it is on disk now. */
  reload: () => Promise<void>
  /** Runs the scheduled handler, as the edge would by the cron. */
  runScheduled: () => Promise<void>
  stores: () => Promise<Stores>
  stop: () => Promise<void>
}

export async function startLocalServer(port: number): Promise<LocalServer> {
  const miniflare = new Miniflare(await options(port))
  await miniflare.ready
  const release = endWithUs(`--socket-addr=entry=127.0.0.1:${port} `)
  return {
    reload: async () => miniflare.setOptions(await options(port)),
    runScheduled: () => runScheduled(miniflare, new Date()),
    stores: () => storesOf(miniflare),
    stop: async () => {
      await miniflare.dispose()
      release()
    },
  }
}

/** `ADMIN_HOST=localhost:8787 npm start` tries moderation on a host of its own beside `127.0.0.1:8787`. */
function adminHost(): { ADMIN_HOST?: string } {
  const { ADMIN_HOST } = process.env
  return ADMIN_HOST ? { ADMIN_HOST } : {}
}

async function options(port: number): Promise<MiniflareOptions> {
  return localWorker({
    bundle: await localBundle(),
    bindings: { ...(await localOptions()).bindings, SECRET: await localSecret(), ...adminHost() },
    port,
    resourcePersistencePath: persistencePath(),
  })
}
