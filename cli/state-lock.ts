import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from './command'

/**
 * One `npm start` a folder of data: two would both run the scheduled work. Other commands work beside it.
 * @returns Gives the folder free again.
 */
export function takeStateLock(folder: string): () => void {
  const path = join(folder, 'kesako.pid')
  const other = holderOf(path)
  if (other === null) rmSync(path, { force: true })
  if (other !== null || !isWritten(path)) {
    throw new CommandError(
      `Un autre « npm start » (processus ${other ?? holderOf(path)}) se sert déjà de ${folder}. Arrêtez-le, ou choisissez un autre STATE_DIR.`,
    )
  }
  return () => rmSync(path, { force: true })
}

/** False: somebody else has started in the same moment. */
function isWritten(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** The process that holds the lock; null when there is none, or when it died without giving it back. */
function holderOf(path: string): number | null {
  if (!existsSync(path)) return null
  const pid = Number(readFileSync(path, 'utf8'))
  // A full disk leaves it empty; 0 would be ourselves.
  return pid > 0 && pid !== process.pid && isRunning(pid) && isStart(pid) ? pid : null
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process runs, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Where the system tells: whether it is still that command. A number may have gone to another program since, and a
 * killed process that nobody has taken leave of still has its number, but no command.
 */
function isStart(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('cli/start.ts')
  } catch {
    return true
  }
}
