import { constants } from 'node:fs'
import { access, glob, mkdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CommandError } from './command'
import { fullDisk } from './full-disk'
import { stateDirectory } from './project'

/** Down to the databases, and not to the values beside them, of which there may be many. */
const inside = ['*', 'v3/*', 'v3/*/*', 'v3/*/*/*']

/**
 * The folder in which this machine keeps the site's data, made if it is not there.
 * @throws CommandError when nothing can be kept in it: the simulated stores would wait for ever.
 */
export async function usableStateFolder(): Promise<string> {
  const folder = stateDirectory()
  await refusing(folder, () => makeFolder(folder))
  await expectWritable(folder)
  for await (const name of glob(inside, { cwd: folder })) await expectWritable(join(folder, name))
  return folder
}

/** Node's own way with the folders above never ends in /proc, which is there and says of what it refuses that it is not. */
async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  if (folder !== dirname(folder)) await makeFolder(dirname(folder))
  try {
    await mkdir(folder)
  } catch (error) {
    // A command beside this one may have made it.
    if (!(await isFolder(folder))) throw error
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** SQLite's journal alone grows to that. https://sqlite.org/pragma.html#pragma_wal_autocheckpoint */
const ROOM_TO_BEGIN = 4 * 1024 * 1024

/** With more left it was not the disk that failed. */
const NO_ROOM = 256 * 1024

/** @throws CommandError when the disk is full, or so nearly that what is begun would not come to its end. */
export function expectRoom(): Promise<void> {
  return expectBytes(ROOM_TO_BEGIN)
}

/**
 * After a fault: of a full disk the simulated stores say « internal error » too, and « failed: 500 » as if they were busy.
 * @throws CommandError when the disk is full.
 */
export function blameFullDisk(): Promise<void> {
  return expectBytes(NO_ROOM)
}

async function expectBytes(least: number): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(stateDirectory())
  // Some file systems do not say.
  if (blocks > 0 && bavail * bsize < least) throw new CommandError(fullDisk)
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
