import type { MiniflareOptions } from 'miniflare'
import { endWithUs } from './end-with-us'
import { localBundle } from './local-bundle'
import { localOptions } from './local-options'
import { localSecret } from './local-secret'
import { persistencePath } from './local-stores'
import { localWorker } from './local-worker'
import { Miniflare } from './miniflare'
import { stopSignals } from './stop-signals'
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

/** @param signal Stops what is made for it; the server itself has `stop`. */
export async function startLocalServer(port: number, signal: AbortSignal): Promise<LocalServer> {
  const first = await worker(port, signal)
  const release = endWithUs(`--socket-addr=entry=127.0.0.1:${port} `)
  const miniflare = deafMiniflare(first.options)
  try {
    await miniflare.ready
    let stores = await first.open(miniflare)
    return {
      reload: async () => {
        const { options, open } = await worker(port, signal)
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

/** Its own listeners would end the process with an error code before that has put itself in order. */
function deafMiniflare(options: MiniflareOptions): InstanceType<typeof Miniflare> {
  const before = stopSignals.map((signal) => ({ signal, listeners: process.listeners(signal) }))
  const miniflare = new Miniflare(options)
  for (const { signal, listeners } of before) {
    const added = process.listeners(signal).filter((listener) => !listeners.includes(listener))
    for (const listener of added) process.off(signal, listener)
  }
  return miniflare
}

/** `ADMIN_HOST=localhost:8787 npm start` tries moderation on a host of its own beside `127.0.0.1:8787`. */
function adminHost(): { ADMIN_HOST?: string } {
  const { ADMIN_HOST } = process.env
  return ADMIN_HOST ? { ADMIN_HOST } : {}
}

async function worker(port: number, signal: AbortSignal): ReturnType<typeof localWorker> {
  return localWorker({
    bundle: await localBundle({ signal }),
    bindings: { ...(await localOptions()).bindings, SECRET: await localSecret(), ...adminHost() },
    port,
    resourcePersistencePath: persistencePath(),
  })
}
