import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { V4WorkerOptions } from 'miniflare'
import { jsonIfThere } from './if-there'
import { projectRoot } from './project'
import { wranglerApi } from './wrangler'

/**
 * What wrangler.toml says, as wrangler has miniflare understand it: bindings, files of public/, compatibility.
 * Loading wrangler takes longer than most commands do, so its answer is kept until wrangler.toml, or wrangler, changes.
 */
export async function localOptions(): Promise<V4WorkerOptions> {
  const kept = join(projectRoot, '.wrangler/options.json')
  const config = join(projectRoot, 'wrangler.toml')
  const lockfile = await readFile(join(projectRoot, 'package-lock.json'))
  const madeOf = createHash('sha256')
    .update(JSON.stringify([config, await readFile(config, 'utf8')]))
    .update(lockfile)
    .digest('base64url')
  const before = jsonIfThere<{ madeOf: string; options: V4WorkerOptions }>(kept)
  if (before?.madeOf === madeOf) return before.options
  const { unstable_getMiniflareWorkerOptions } = await wranglerApi()
  const options = unstable_getMiniflareWorkerOptions(config).workerOptions as V4WorkerOptions
  await mkdir(dirname(kept), { recursive: true })
  await writeFile(kept, JSON.stringify({ madeOf, options }))
  return options
}
