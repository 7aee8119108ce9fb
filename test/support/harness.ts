import { createTestHarness, type TestHarness } from 'wrangler'
import { projectRoot } from '../../cli/project'
import { pagesWithNotes } from '../../cli/publication/dropped-pages'
import { syncPageSearch } from '../../cli/publication/page-search'
import { type Publication, publishSite } from '../../cli/publication/publish-site'
import { harnessConfig } from '../../cli/worker-config'
import type { Env } from '../../worker/env'
import { buildFiles } from './temporary-content'

export type RunningSite = {
  url: string
  env: Env
  harness: TestHarness
  /** A request as a visitor's browser makes it; redirects are answers, not followed. */
  get: (path: string, init?: RequestInit) => Promise<Response>
  /** Builds these files and publishes them, as the two commands do. */
  publish: (files: Record<string, string | Uint8Array>, now?: Date) => Promise<Publication>
  close: () => Promise<void>
}

/** The Worker as wrangler.toml builds it, in workerd, its stores empty; or the instrumented entry around it. */
export async function startSite({
  instrumented = false,
  vars = {},
}: {
  instrumented?: boolean
  /** Variables of the Worker's environment besides its secret. */
  vars?: Record<string, string>
} = {}): Promise<RunningSite> {
  const config = {
    ...harnessConfig(instrumented ? 'test/support/instrumented-worker.ts' : 'worker/index.ts'),
    vars: { SECRET: 'a secret of the tests', ...vars },
  }
  const harness = createTestHarness({ root: projectRoot, workers: [{ config }] })
  const { url } = await harness.listen()
  await harness.getWorker<Env>().applyD1Migrations('DB')
  const env = await harness.getWorker<Env>().getEnv()
  return {
    url: url.origin,
    env,
    harness,
    get: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    publish: async (files, now = new Date()) => {
      const built = await buildFiles(files)
      const publication = await publishSite(env.PAGES, built, await pagesWithNotes(env.DB), now)
      await syncPageSearch(env.DB, built)
      return publication
    },
    close: () => harness.close(),
  }
}
