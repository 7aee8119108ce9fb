import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Between two looks, at least. */
const REST_MS = 500

/** A look may take a twentieth of the time: a large site costs no more than a small one, it is seen later. */
const REST_PER_LOOK = 20

/** What stands below the folders now: `watchFolders` tells what changes from here on. */
export async function lookAt(folders: string[]): Promise<Look> {
  const start = performance.now()
  const found = await Promise.all(folders.map(filesOf))
  return { folders, found: found.join('\n'), ms: performance.now() - start }
}

/** What was found, comparable, and how long finding it took. */
export type Look = { folders: string[]; found: string; ms: number }

/**
 * Does the work when a file below the folders has changed since the first look and two looks running find the same: editors write in several
 * steps. One work at a time. Faults are shown, and it goes on. It looks again and again, because the system's own
 * watcher, on Linux, loses a file or a folder that was replaced.
 * @returns Ends the watch, and waits for work that is under way; what that says from then on is no fault.
 */
export function watchFolders(first: Look, work: () => Promise<void>): () => Promise<void> {
  const end = new AbortController()
  const looking = keepLooking(first, work, end.signal).catch((error: unknown) => {
    if (!end.signal.aborted) throw error
  })
  return () => {
    end.abort()
    return looking
  }
}

async function keepLooking(first: Look, work: () => Promise<void>, ended: AbortSignal): Promise<void> {
  let worked = first.found
  for (let last = first; ; ) {
    await setTimeout(Math.max(REST_MS, last.ms * REST_PER_LOOK), undefined, { signal: ended })
    const now = await lookAt(first.folders)
    if (now.found === last.found && now.found !== worked && !ended.aborted) {
      worked = now.found
      await work().catch((error: unknown) => {
        if (!ended.aborted) console.error(error instanceof Error ? error.message : error)
      })
    }
    last = now
  }
}

/** Every file but hidden ones, in which editors keep their own things. What goes away meanwhile, the next look tells. */
async function filesOf(folder: string): Promise<string> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    const lines = await Promise.all(files.map(({ parentPath, name }) => lineOf(join(parentPath, name))))
    return lines.sort().join('\n')
  } catch (error) {
    return `${folder} ${error}`
  }
}

/** A link may lead nowhere. */
async function lineOf(path: string): Promise<string> {
  const file = await stat(path).catch(() => null)
  return `${path} ${file?.ino} ${file?.size} ${file?.mtimeMs}`
}
