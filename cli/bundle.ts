import { rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { projectRoot } from './project'
import { environmentFlag, wrangler } from './wrangler'

const ENTRY = 'worker/index.ts'

/** Where a bundle's one module stands. @param entry Relative to the project. */
export function bundlePath(folder: string, entry = ENTRY): string {
  return join(folder, `${parse(entry).name}.js`)
}

type Bundling = {
  quiet?: boolean
  /** Relative to the project: the Worker's own, or one around it. */
  entry?: string | undefined
  signal?: AbortSignal | undefined
}

/**
 * The Worker as a deploy would send it: the same bundler, the same settings. Beside it `bundle-meta.json` tells what
 * went into it (https://esbuild.github.io/api/#metafile).
 * @param folder Where to write it.
 * @returns Path of the one module.
 */
export async function bundleWorker(
  folder: string,
  { quiet = true, entry = ENTRY, signal }: Bundling = {},
): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  await wrangler(
    [
      ...['deploy', join(projectRoot, entry), '--dry-run', environmentFlag()],
      ...['--config', join(projectRoot, 'wrangler.toml'), '--outdir', folder, '--metafile'],
    ],
    { quiet, signal },
  )
  return bundlePath(folder, entry)
}
