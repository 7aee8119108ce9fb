import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CommandError } from './command'
import { textIfThere } from './if-there'

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5

/**
 * One `npm start` a folder of data: two would both run the scheduled work. Other commands work beside it. It is SQLite's
 * lock, which the system takes back when the process ends, however that ends.
 * @returns Gives the folder free again.
 */
export async function takeStateLock(folder: string): Promise<() => void> {
  const holder = join(folder, 'kesako.pid')
  const lock = new DatabaseSync(join(folder, 'kesako.lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error
    // It may have started in this moment, and not have written its number.
    const pid = textIfThere(holder) ?? 'sans numéro encore'
    throw new CommandError(
      `Un autre « npm start » (processus ${pid}) se sert déjà de ${folder}. Arrêtez-le, ou choisissez un autre STATE_DIR.`,
    )
  }
  writeFileSync(holder, String(process.pid))
  return () => {
    rmSync(holder, { force: true })
    lock.close()
  }
}
