import { eraseAgain, surveyValues } from '../../worker/backup/erased-since'
import { beginRestore, type Displaced, readinessFor, restoreRows, wantRestored } from '../../worker/backup/restore'
import type { Stores } from '../../worker/env'
import { CommandError } from '../command'
import { rowsOf, type SoundBackup } from './read-backup'

type Restored = {
  /** It had been cut off, and went on. */
  resumed: boolean
  /** What was erased since the backup, and erased again. */
  erased: { notes: number; names: number }
  /** Ids of notes that KV still shows and the restored database does not know: they came after the backup. */
  strangers: string[]
}

/**
 * Puts a backup into an empty database, and wants its values published. The restore is under way until `finishRestore`
 * says that they are.
 * @throws CommandError when the database is not empty, nothing being written; when what came in meanwhile keeps a row out.
 */
export async function restoreBackup(
  stores: Stores,
  backup: SoundBackup,
  progress: (rows: number) => void = () => {},
): Promise<Restored> {
  const { sha256 } = backup.seal
  const readiness = await readinessFor(stores.DB, sha256)
  if (readiness === 'in use') throw new CommandError(notEmpty)
  if (readiness === 'half restored from another file') throw new CommandError(otherFile)
  const rowsAreIn = readiness === 'all rows in from this file'
  if (!rowsAreIn) {
    if (!(await beginRestore(stores.DB, sha256, new Date().toISOString()))) throw new CommandError(notEmpty)
    const displaced = await restoreRows(stores.DB, rowsOf(backup), progress)
    if (displaced) throw new CommandError(notWhole(displaced))
  }
  const erased = await eraseAgain(stores, new Date())
  const { highest, strangers } = await surveyValues(stores)
  if (!rowsAreIn) await wantRestored(stores.DB, sha256, highest, new Date().toISOString())
  return { resumed: readiness !== 'empty', erased, strangers }
}

const notEmpty =
  'La base n’est pas vide : rien n’a été écrit. Restaurez dans un STATE_DIR neuf, ou dans un site neuf (docs/organisateurs.md).'

const otherFile =
  'Une autre sauvegarde est restaurée à moitié dans cette base : relancez la commande avec ce fichier-là, ou repartez d’une base vide. Rien n’a été écrit.'

function notWhole({ table: { name, key }, row }: Displaced): string {
  const which = key.map((each) => `${each} ${row[each]}`).join(', ')
  return `Une ligne de la sauvegarde ne peut pas revenir : ce qui est arrivé entre-temps a pris sa place (${name}, ${which}). La base n’est pas entière : repartez d’une base vide.`
}
