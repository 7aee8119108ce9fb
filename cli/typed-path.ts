import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CommandError } from './command'

/** A path of the command line, from the folder in which the person typed it: npm runs every command in the project's. */
export function typedPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}

/**
 * Where a command is to write a file.
 * @throws CommandError when its folder is not there.
 */
export async function typedTarget(path: string): Promise<string> {
  const target = typedPath(path)
  const folder = await stat(dirname(target)).catch(() => null)
  if (!folder?.isDirectory()) throw new CommandError(`Le dossier ${dirname(target)} n’existe pas : créez-le d’abord.`)
  return target
}
