import { access, constants, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
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
 * Where a command is to write a file: where a link leads, since a file that takes the place of a link leaves as it was what
 * that leads to.
 * @throws CommandError when its folder is not there, or its place is taken by something that a file must not replace.
 */
export async function typedTarget(path: string): Promise<string> {
  const typed = typedPath(path)
  // What the link leads to: a pipe has no other name.
  const before = await stat(typed).catch(() => null)
  if (before?.isDirectory()) throw new CommandError(`${typed} est un dossier : dites aussi le nom du fichier.`)
  if (before && !before.isFile())
    throw new CommandError(`${typed} n’est pas un fichier ordinaire : choisissez un autre nom.`)
  const target = await endOfLinks(typed)
  const folder = await stat(dirname(target)).catch(() => null)
  if (!folder?.isDirectory()) throw new CommandError(`Le dossier ${dirname(target)} n’existe pas : créez-le d’abord.`)
  return target
}

/** As many as Linux follows. https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const LINKS = 40

/** Where no file stands yet, the system does not say where a link leads. */
async function endOfLinks(path: string): Promise<string> {
  let end = path
  for (let links = 0; links < LINKS; links++) {
    const next = await readlink(end).catch(() => null)
    if (next === null) return end
    const to = isAbsolute(next) ? next : `${dirname(end)}/${next}`
    // Before any `..` is taken away: the folder in front of it may be a link as well.
    const folder = await realpath(dirname(to)).catch(() => dirname(to))
    end = join(folder, basename(to))
  }
  throw new CommandError(`${path} est un lien qui mène en rond : choisissez un autre nom.`)
}
