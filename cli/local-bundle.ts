import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleWorker } from './bundle'
import { projectRoot } from './project'
import { textIfThere } from './text-if-there'

/** What decides, besides the modules themselves, what becomes of them. */
const SETTINGS = ['wrangler.toml', 'package-lock.json']

/**
 * The Worker's bundle for this machine, made anew only when something that went into it has other bytes than then:
 * a site that is started again has nothing to bundle.
 * @returns Path of the one module.
 */
export async function localBundle(folder: string): Promise<string> {
  const stamp = join(folder, 'made-of.json')
  const before = await textIfThere(stamp)
  if (before !== null) {
    const { modules, digest } = JSON.parse(before) as MadeOf
    if (digest === (await digestOf(modules))) return join(folder, 'index.js')
  }
  const bundle = await bundleWorker(folder)
  const modules = await modulesOf(folder)
  await writeFile(stamp, JSON.stringify({ modules, digest: await digestOf(modules) } satisfies MadeOf))
  return bundle
}

/** @property modules Paths below the project's folder. */
type MadeOf = { modules: string[]; digest: string }

/** https://esbuild.github.io/api/#metafile */
async function modulesOf(folder: string): Promise<string[]> {
  const { inputs } = JSON.parse(await readFile(join(folder, 'bundle-meta.json'), 'utf8'))
  return Object.keys(inputs)
}

async function digestOf(modules: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of [...SETTINGS, ...modules]) {
    const text = await textIfThere(join(projectRoot, path))
    hash.update(JSON.stringify([path, text]))
  }
  return hash.digest('base64url')
}
