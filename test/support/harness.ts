import { join } from 'node:path'
import { createTestHarness, experimental_readRawConfig, type TestHarness } from 'wrangler'
import { buildSite } from '../../cli/content/build-site'
import { formatRemarks } from '../../cli/content/remarks'
import { projectRoot } from '../../cli/project'
import { publishSite } from '../../cli/publication/publish-site'
import type { Env } from '../../worker/env'
import { removeTemporaryContent, temporaryContent } from './temporary-content'

export type RunningSite = {
  url: string
  env: Env
  harness: TestHarness
  /** A request as a visitor's browser makes it; redirects are answers, not followed. */
  get: (path: string, init?: RequestInit) => Promise<Response>
  /** Builds these files and publishes them, as the two commands do. */
  publish: (files: Record<string, string | Uint8Array>, now?: Date) => ReturnType<typeof publishSite>
  close: () => Promise<void>
}

/** The Worker as wrangler.toml builds it, in workerd, its stores empty; or the instrumented entry around it. */
export async function startSite({ instrumented = false } = {}): Promise<RunningSite> {
  const { rawConfig } = experimental_readRawConfig({ config: join(projectRoot, 'wrangler.toml') })
  const entry = instrumented ? 'test/support/instrumented-worker.ts' : 'worker/index.ts'
  const config = {
    ...rawConfig,
    main: join(projectRoot, entry),
    assets: { ...rawConfig.assets, directory: join(projectRoot, 'public') },
  }
  const harness = createTestHarness({ root: projectRoot, workers: [{ config }] })
  const { url } = await harness.listen()
  const env = await harness.getWorker<Env>().getEnv()
  return {
    url: url.origin,
    env,
    harness,
    get: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    publish: (files, now = new Date()) => publishFiles(env, files, now),
    close: () => harness.close(),
  }
}

async function publishFiles(env: Env, files: Record<string, string | Uint8Array>, now: Date) {
  const root = await temporaryContent(files)
  try {
    const { site, remarks } = await buildSite(root)
    if (!site) throw new Error(`The test's content has faults:\n${formatRemarks(remarks)}`)
    return await publishSite(env.PAGES, site, now)
  } finally {
    await removeTemporaryContent(root)
  }
}
