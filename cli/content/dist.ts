import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Session } from '../../worker/site/page-index'
import { markdownAddress } from '../../worker/site/paths'
import type { BuiltIndex, BuiltSite } from './build-site'

/**
 * `dist/`: pages where a browser that opens the folder looks for them (`a/b/index.html`), files under their
 * addresses, and two lists whose names no content can have.
 */
const INDEX_FILE = '_index.json'
const SESSIONS_FILE = '_sessions.json'

/** Replaces `dist/` in one move, so that nobody ever reads half of it. */
export async function writeDist(folder: string, site: BuiltSite): Promise<void> {
  const draft = `${folder}.tmp-${process.pid}`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  for (const [path, key] of bodyPaths(site.index)) {
    const bytes = site.bodies.get(key)
    if (!bytes) throw new Error(`The build named ${key} and did not make it.`)
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await writeFile(join(draft, path), bytes)
  }
  await writeFile(join(draft, INDEX_FILE), JSON.stringify(site.index))
  await writeFile(join(draft, SESSIONS_FILE), JSON.stringify(site.sessions))
  await rm(folder, { recursive: true, force: true })
  await rename(draft, folder)
}

/** What a build left in `dist/`. Null: there was none. */
export async function readDist(folder: string): Promise<BuiltSite | null> {
  const index = await readJson<BuiltIndex>(join(folder, INDEX_FILE))
  const sessions = await readJson<Session[]>(join(folder, SESSIONS_FILE))
  if (!index || !sessions) return null
  const bodies = new Map<string, Uint8Array>()
  for (const [path, key] of bodyPaths(index)) bodies.set(key, await readFile(join(folder, path)))
  return { index, sessions, bodies }
}

/** Every body of the index with its place in `dist/`. */
function bodyPaths(index: BuiltIndex): [path: string, key: string][] {
  return [
    ...Object.entries(index.pages).map(([address, { body }]): [string, string] => [
      `${address.slice(1)}index.html`,
      body,
    ]),
    ...Object.entries(index.pages).flatMap(([address, { markdown }]): [string, string][] =>
      markdown ? [[markdownAddress(address).slice(1), markdown]] : [],
    ),
    ...Object.entries(index.files).map(([address, key]): [string, string] => [address.slice(1), key]),
  ]
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
