import type { V4WorkerdStructuredLog } from 'miniflare'
import { localWorker } from '../../cli/local-worker'
import { migrateHere } from '../../cli/migrations'
import { Miniflare } from '../../cli/miniflare'
import { pagesWithNotes } from '../../cli/publication/dropped-pages'
import { syncPageSearch } from '../../cli/publication/page-search'
import { type Publication, publishSite } from '../../cli/publication/publish-site'
import type { Stores } from '../../cli/stores-from-node'
import { instrumentedBundle, workerBundle } from './bundles'
import { buildFiles } from './temporary-content'

export type TestEnv = Stores & { SECRET: string }

export type RunningSite = {
  url: string
  /** Its stores, and the secret that it has. */
  env: TestEnv
  /** A request as a visitor's browser makes it; redirects are answers, not followed. */
  get: (path: string, init?: RequestInit) => Promise<Response>
  /** The same, to a whole address: the Worker believes that it is its own. */
  getAt: (address: string, init?: RequestInit) => Promise<Response>
  /** Builds these files and publishes them, as the two commands do. */
  publish: (files: Record<string, string | Uint8Array>, now?: Date) => Promise<Publication>
  runCron: (now?: Date) => Promise<void>
  /** Lines that the Worker logged since it started, or since they were cleared. */
  log: V4WorkerdStructuredLog[]
  clearLog: () => void
  close: () => Promise<void>
}

/** The Worker as it is deployed, in workerd, its stores empty; or the instrumented entry around it. */
export async function startSite({
  instrumented = false,
  flood,
  vars = {},
}: {
  instrumented?: boolean
  /** What one address may do in a minute; otherwise as much as wrangler.toml says. */
  flood?: number
  /** Variables of the Worker's environment besides its secret. */
  vars?: Record<string, string>
} = {}): Promise<RunningSite> {
  const log: V4WorkerdStructuredLog[] = []
  const SECRET = 'a secret of the tests'
  const { options, open } = await localWorker({
    bundle: instrumented ? instrumentedBundle : workerBundle,
    bindings: { SECRET, ...vars },
    ...(flood !== undefined && { flood }),
    handleStructuredLogs: (line) => log.push(line),
  })
  const miniflare = new Miniflare(options)
  const url = await miniflare.ready
  const { PAGES, DB, runScheduled } = await open(miniflare)
  const env = { PAGES, DB, SECRET }
  await migrateHere(env.DB)
  return {
    url: url.origin,
    env,
    get: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    getAt: async (address, init) =>
      (await miniflare.dispatchFetch(address, { redirect: 'manual', ...(init as object) })) as unknown as Response,
    publish: async (files, now = new Date()) => {
      const built = await buildFiles(files)
      const publication = await publishSite(env.PAGES, built, await pagesWithNotes(env.DB), now)
      await syncPageSearch(env.DB, built)
      return publication
    },
    runCron: (now = new Date()) => runScheduled(now),
    log,
    clearLog: () => log.splice(0),
    close: () => miniflare.dispose(),
  }
}
