import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Session } from '../../worker/site/page-index'
import { withDraftsOf } from '../drafts'
import { jsonIfThere, textIfThere } from '../if-there'
import { Bodies } from './bodies'
import { bodyFile, markdownFile } from './body-files'
import type { BuiltIndex, BuiltSite, FreshSite } from './build-site'
import { contentHash } from './content-hash'
import { type MadeBefore, type MadePage, nothingMade } from './made-before'

/**
 * `dist/`: pages where a browser that opens the folder looks for them (`a/b/index.html`), files under their
 * addresses, and three lists whose names no content can have.
 */
const INDEX_FILE = '_index.json'
const SESSIONS_FILE = '_sessions.json'

/** For the next build. It stands there only while everything else does: taken away first, put back last. */
const MADE_FILE = '_made.json'

/** @property index Hash of the index that was written with it. */
type MadeFile = { index: string; pages: Record<string, MadePage> }

/**
 * Writes what is new since the last build. All of it is on disk, beside, before anything is moved to its place.
 * @param before What `readMade` said of this folder.
 */
export async function writeDist(folder: string, site: FreshSite, before: MadeBefore): Promise<void> {
  await withDraftsOf(folder, ['whole'], ({ whole }) => writeBeside(whole, folder, site, before))
}

async function writeBeside(draft: string, folder: string, site: FreshSite, before: MadeBefore): Promise<void> {
  await mkdir(draft, { recursive: true })
  const bodies = bodyPaths(site.index)
  const paths = new Set(bodies.map(([path]) => path))
  const standing = [...before.standing.keys()].every((path) => paths.has(path)) ? before.standing : new Map()
  const changed = bodies.filter(([path, key]) => standing.get(path) !== key)
  for (const folder of new Set(changed.map(([path]) => dirname(join(draft, path))))) {
    mkdirSync(folder, { recursive: true })
  }
  // One after the other: handing each to another thread takes ten times as long as writing it.
  for (const [path, key] of changed) writeFileSync(join(draft, path), site.bodies.get(key))
  const index = JSON.stringify(site.index)
  const made: MadeFile = { index: contentHash(index), pages: site.made }
  writeFileSync(join(draft, INDEX_FILE), index)
  writeFileSync(join(draft, SESSIONS_FILE), JSON.stringify(site.sessions))
  writeFileSync(join(draft, MADE_FILE), JSON.stringify(made))
  if (standing.size === 0) {
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
    return
  }
  await rm(join(folder, MADE_FILE), { force: true })
  for (const path of [...changed.map(([path]) => path), SESSIONS_FILE, INDEX_FILE, MADE_FILE]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await rename(join(draft, path), join(folder, path))
  }
}

/**
 * What the next build may take from the one that wrote this folder: nothing, unless that one came to its end and the
 * folder is still as it left it.
 */
export async function readMade(folder: string): Promise<MadeBefore> {
  const made = jsonIfThere<MadeFile>(join(folder, MADE_FILE))
  const text = textIfThere(join(folder, INDEX_FILE))
  if (!made || text === null || contentHash(text) !== made.index) return nothingMade
  const { mtimeMs } = statSync(join(folder, MADE_FILE))
  const paths = bodyPaths(JSON.parse(text) as BuiltIndex)
  if (!paths.every(([path]) => isAsLeft(join(folder, path), mtimeMs))) return nothingMade
  return { folder, pages: made.pages, standing: new Map(paths) }
}

/** Whoever changed the file, or took it away, did so later than the build. */
function isAsLeft(path: string, built: number): boolean {
  const file = statSync(path, { throwIfNoEntry: false })
  return file !== undefined && file.mtimeMs <= built
}

/** What a build left in `dist/`. Null: there was none. */
export async function readDist(folder: string): Promise<BuiltSite | null> {
  const index = jsonIfThere<BuiltIndex>(join(folder, INDEX_FILE))
  const sessions = jsonIfThere<Session[]>(join(folder, SESSIONS_FILE))
  if (!index || !sessions) return null
  const bodies = new Bodies()
  for (const [path, key] of bodyPaths(index)) bodies.leave(key, join(folder, path))
  return { index, sessions, bodies }
}

/** Every body of the index with its place in `dist/`. */
function bodyPaths(index: BuiltIndex): [path: string, key: string][] {
  return [
    ...Object.entries(index.pages).map(([address, { body }]): [string, string] => [bodyFile(address), body]),
    ...Object.entries(index.pages).flatMap(([address, { markdown }]): [string, string][] =>
      markdown ? [[markdownFile(address), markdown]] : [],
    ),
    ...Object.entries(index.files).map(([address, key]): [string, string] => [address.slice(1), key]),
    ...(index.api
      ? Object.entries({ [bodyFile('/api/')]: index.api.page, 'api/openapi.json': index.api.document })
      : []),
  ]
}
