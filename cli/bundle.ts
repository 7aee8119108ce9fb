import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from './project'
import { environmentFlag, wrangler } from './wrangler'

/**
 * The Worker as a deploy would send it: the same bundler, the same settings. Beside it `bundle-meta.json` tells what
 * went into it (https://esbuild.github.io/api/#metafile).
 * @param folder Where to write it.
 * @returns Path of the one module.
 */
export async function bundleWorker(folder: string, { quiet = true } = {}): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  await wrangler(
    [
      ...['deploy', '--dry-run', environmentFlag(), '--config', join(projectRoot, 'wrangler.toml')],
      ...['--outdir', folder, '--metafile'],
    ],
    { quiet },
  )
  return join(folder, 'index.js')
}
