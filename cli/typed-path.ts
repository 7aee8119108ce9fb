import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CommandError } from './command'

/** A path of the command line, from the folder in which the person typed it: npm runs every command in the project's. */
export function typedPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}

/**
 * The file that a command is to read.
 * @throws CommandError when it is not there, or no file.
 */
export async function typedSource(path: string): Promise<string> {
  const source = typedPath(path)
  const isReadable = await access(source, constants.R_OK).then(
    () => true,
    () => false,
  )
  if (!isReadable) throw new CommandError(`${source} n’existe pas, ou ne se lit pas : vérifiez le chemin.`)
  if (!(await stat(source)).isFile()) throw new CommandError(`${source} n’est pas un fichier : vérifiez le chemin.`)
  return source
}

/**
 * The folder whose files a command is to read.
 * @throws CommandError when it is not there, or no folder.
 */
export async function typedFolder(path: string): Promise<string> {
  const source = typedPath(path)
  const found = await stat(source).catch(() => null)
  if (!found?.isDirectory()) throw new CommandError(`${source} n’est pas un dossier : vérifiez le chemin.`)
  return source
}

/**
 * Where a command is to write a file.
 * @throws CommandError when its folder is not there, or its place is taken by something that a file must not replace.
 */
export async function typedTarget(path: string): Promise<string> {
  const target = typedPath(path)
  const folder = await stat(dirname(target)).catch(() => null)
  if (!folder?.isDirectory()) throw new CommandError(`Le dossier ${dirname(target)} n’existe pas : créez-le d’abord.`)
  const before = await stat(target).catch(() => null)
  if (before?.isDirectory()) throw new CommandError(`${target} est un dossier : dites aussi le nom du fichier.`)
  if (before && !before.isFile())
    throw new CommandError(`${target} n’est pas un fichier ordinaire : choisissez un autre nom.`)
  return target
}
