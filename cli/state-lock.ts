import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from './command'

/**
 * One `npm start` a folder of data: two would both run the scheduled work. Other commands work beside it.
 * @returns Gives the folder free again.
 */
export function takeStateLock(folder: string): () => void {
  const path = join(folder, 'kesako.pid')
  const other = holderOf(path)
  if (other !== null) {
    throw new CommandError(
      `Un autre « npm start » (processus ${other}) se sert déjà de ${folder}. Arrêtez-le, ou choisissez un autre STATE_DIR.`,
    )
  }
  writeFileSync(path, String(process.pid))
  return () => rmSync(path, { force: true })
}

/** The process that holds the lock; null when there is none, or when it died without giving it back. */
function holderOf(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    process.kill(pid, 0)
    return pid === process.pid ? null : pid
  } catch (error) {
    // No such file, no such process: free. Any other answer means that somebody is there.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return null
    throw error
  }
}
