import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { V4WorkerOptions } from 'miniflare'
import { jsonIfThere } from './if-there'
import { projectRoot } from './project'
import { wranglerApi } from './wrangler'

/** What names the stores in miniflare. */
export type StoreOptions = Required<Pick<V4WorkerOptions, 'kvNamespaces' | 'd1Databases' | 'compatibilityDate'>>

type LocalOptions = V4WorkerOptions & StoreOptions & { bindings: Record<string, string> }

/**
 * What wrangler.toml says of the first site, as wrangler has miniflare understand it: stores, limits, files of public/,
 * its variables (and no others: wrangler would add those of .dev.vars and .env). Loading wrangler takes longer than most
 * commands do, so its answer is kept until wrangler.toml, or wrangler, changes.
 */
export async function localOptions(): Promise<LocalOptions> {
  const kept = join(projectRoot, '.wrangler/options.json')
  const path = join(projectRoot, 'wrangler.toml')
  const lockfile = await readFile(join(projectRoot, 'package-lock.json'))
  const madeOf = createHash('sha256')
    .update(JSON.stringify([path, await readFile(path, 'utf8')]))
    .update(lockfile)
    .digest('base64url')
  const before = jsonIfThere<{ madeOf: string; options: LocalOptions }>(kept)
  if (before?.madeOf === madeOf) return before.options
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await wranglerApi()
  const config = unstable_readConfig({ config: path, env: '' })
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config, '')
  const options = { ...workerOptions, bindings: config.vars } as LocalOptions
  await mkdir(dirname(kept), { recursive: true })
  await writeFile(kept, JSON.stringify({ madeOf, options }))
  return options
}
