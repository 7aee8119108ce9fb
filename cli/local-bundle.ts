import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePath, bundleWorker } from './bundle'
import { jsonIfThere, textIfThere } from './if-there'
import { projectRoot, stateDirectory } from './project'

/** What decides, besides the modules themselves, what becomes of them. */
const SETTINGS = ['wrangler.toml', 'package-lock.json']

type LocalBundling = { folder?: string; entry?: string; signal?: AbortSignal }

/**
 * The Worker's bundle for this machine, made anew only when something that went into it has other bytes than then:
 * a site that is started again has nothing to bundle.
 * @returns Path of the one module.
 */
export async function localBundle({
  folder = join(stateDirectory(), 'bundle'),
  entry,
  signal,
}: LocalBundling = {}): Promise<string> {
  const stamp = join(folder, 'made-of.json')
  const before = jsonIfThere<MadeOf>(stamp)
  if (before && before.digest === (await digestOf(before.modules))) return bundlePath(folder, entry)
  const begun = Date.now()
  const bundle = await bundleWorker(folder, { entry, signal })
  const modules = await modulesOf(folder)
  const madeOf: MadeOf = { modules, digest: await digestOf(modules) }
  // Saved while it was read: which of the two texts went in, nobody knows.
  if (!(await isChangedSince(begun, modules))) await writeFile(stamp, JSON.stringify(madeOf))
  return bundle
}

/** @property modules Paths below the project's folder. */
type MadeOf = { modules: string[]; digest: string }

/** https://esbuild.github.io/api/#metafile */
async function modulesOf(folder: string): Promise<string[]> {
  const { inputs } = JSON.parse(await readFile(join(folder, 'bundle-meta.json'), 'utf8'))
  return Object.keys(inputs)
}

/** A file system's clock may lag behind the process's by this. */
const CLOCK_TICK_MS = 20

async function isChangedSince(time: number, modules: string[]): Promise<boolean> {
  const files = await Promise.all([...SETTINGS, ...modules].map((path) => stat(join(projectRoot, path))))
  return files.some(({ mtimeMs }) => mtimeMs > time - CLOCK_TICK_MS)
}

async function digestOf(modules: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of [...SETTINGS, ...modules]) {
    const text = textIfThere(join(projectRoot, path))
    hash.update(JSON.stringify([path, text]))
  }
  return hash.digest('base64url')
}
