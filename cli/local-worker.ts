import { readFile } from 'node:fs/promises'
import type { MiniflareOptions, V4SharedOptions, V4WorkerOptions } from 'miniflare'
import { localOptions } from './local-options'
import { convertV4MiniflareOptions } from './miniflare'
import { type StoresWorker, storesWorker } from './stores-from-node'

/** What differs from one local run of the Worker to another. */
type LocalRun = Pick<V4SharedOptions, 'port' | 'resourcePersistencePath' | 'handleStructuredLogs'> & {
  /** Path of the Worker's one module. */
  bundle: string
  /** Its secret and its variables: those of wrangler.toml are no affair of tests. */
  bindings: Record<string, string>
  /** Sends a minute; otherwise the limit of wrangler.toml. */
  flood?: number
}

/**
 * The deployed bundle in workerd, KV and D1 simulated, with all that wrangler.toml says but its variables. Not
 * `wrangler dev`, which would answer visitors on its own addresses (`/cdn-cgi/handler/scheduled`).
 * @returns Options for miniflare, and what opens the stores once it is ready.
 */
export async function localWorker({
  bundle,
  bindings,
  flood,
  ...shared
}: LocalRun): Promise<{ options: MiniflareOptions; open: StoresWorker['open'] }> {
  const site = {
    ...(await localOptions()),
    ...(flood !== undefined && {
      ratelimits: { FLOOD: { namespace_id: '1001', simple: { limit: flood, period: 60 } } },
    }),
    bindings,
    name: 'kesako',
    modules: [{ type: 'ESModule', path: 'index.js', contents: await readFile(bundle, 'utf8') }],
  } satisfies V4WorkerOptions
  const { options: stores, open } = await storesWorker(site)
  // Nobody else is asked anything: no look-up of this machine's place in the world.
  const alone = { host: '127.0.0.1', cf: false as const }
  return { options: convertV4MiniflareOptions({ ...alone, ...shared, workers: [site, stores] }), open }
}
