import { constants } from 'node:fs'
import { access, glob, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from './command'
import { stateDirectory } from './project'

/** Down to the databases, and not to the values beside them, of which there may be many. */
const inside = ['*', 'v3/*', 'v3/*/*', 'v3/*/*/*']

/**
 * The folder in which this machine keeps the site's data, made if it is not there.
 * @throws CommandError when nothing can be kept in it: the simulated stores would wait for ever.
 */
export async function usableStateFolder(): Promise<string> {
  const folder = stateDirectory()
  await refusing(folder, () => mkdir(folder, { recursive: true }))
  await expectWritable(folder)
  for await (const name of glob(inside, { cwd: folder })) await expectWritable(join(folder, name))
  return folder
}

function expectWritable(path: string): Promise<void> {
  return refusing(path, () => access(path, constants.R_OK | constants.W_OK))
}

async function refusing(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // A command beside this one has finished with it.
    if (code === 'ENOENT' && path !== stateDirectory()) return
    const why = reasons[code]
    if (why === undefined) throw error
    throw new CommandError(
      `Les données ne peuvent pas être gardées dans ${path} : ${why}, ou choisissez un autre STATE_DIR. Rien n’a été fait.`,
    )
  }
}

const noRight = 'ce compte n’a pas le droit d’y écrire ; donnez-le-lui'
const noFolder = 'un fichier tient la place d’un dossier ; déplacez-le'
const reasons: Record<string, string> = {
  ...{ EACCES: noRight, EPERM: noRight, EROFS: noRight },
  ...{ EEXIST: noFolder, ENOTDIR: noFolder },
  ENOENT: 'ce dossier ne peut pas être créé ; vérifiez le chemin',
}
