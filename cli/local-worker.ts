import { readFile } from 'node:fs/promises'
import { convertV4MiniflareOptions, type Miniflare, type MiniflareOptions, type V4SharedOptions } from 'miniflare'
import { localOptions } from './local-options'

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
 * The deployed bundle in workerd, KV and D1 simulated, with all that wrangler.toml says but its variables. Not `wrangler dev`, which would
 * answer visitors on its own addresses (`/cdn-cgi/handler/scheduled`).
 */
export async function localWorker({ bundle, bindings, flood, ...shared }: LocalRun): Promise<MiniflareOptions> {
  const options = await localOptions()
  return convertV4MiniflareOptions({
    ...options,
    ...(flood !== undefined && {
      ratelimits: { FLOOD: { namespace_id: '1001', simple: { limit: flood, period: 60 } } },
    }),
    bindings,
    name: 'kesako',
    modules: [{ type: 'ESModule', path: 'index.js', contents: await readFile(bundle, 'utf8') }],
    host: '127.0.0.1',
    ...shared,
    // Nobody else is asked anything: no look-up of this machine's place in the world.
    cf: false,
  })
}

/** Runs the scheduled handler, as the edge would by the cron. */
export async function runScheduled(miniflare: Miniflare, scheduledTime: Date, name?: string): Promise<void> {
  const worker = await miniflare.getWorker(name)
  await worker.scheduled({ cron: '* * * * *', scheduledTime })
}
