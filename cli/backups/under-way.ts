import type { D1Database } from '@cloudflare/workers-types'
import { isClosed } from '../../worker/backup/restore'
import { CommandError } from '../command'

/** @throws CommandError while the rows of a backup are coming in: what a command would add might take their place. */
export async function expectNoRestore(db: D1Database): Promise<void> {
  if (await isClosed(db)) {
    throw new CommandError(
      'Une restauration est en cours : rien n’a été écrit. Attendez sa fin ; si elle a été coupée, relancez-la avec le même fichier.',
    )
  }
}
