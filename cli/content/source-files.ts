import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, posix } from 'node:path'
import { WELL_KNOWN } from '../../worker/site/paths'
import { isMissingRight } from '../missing-right'
import { type ContentRemark, wholeFile } from './remarks'

/** A file of `content/` or `public/` as it stands on the disk. */
type SourceFile = {
  /** Below its folder: `a/b.md`. */
  name: string
  /** Relative to the project: `content/a/b.md`. */
  file: string
  /** Null: it may not be read, which is told. */
  read: () => Uint8Array | null
}

const notReadable = 'ce compte n’a pas le droit de le lire : donnez-le-lui'

/** The files of a folder of the project, in a stable order. What is left out is told. */
export async function sourceFiles(
  root: string,
  part: 'content' | 'public',
  report: (remark: ContentRemark) => void,
): Promise<SourceFile[]> {
  const names = await namesIn(root, part, report)
  return names.map((name) => {
    const file = `${part}/${name}`
    return { name, file, read: () => bytesOf(root, file, report) }
  })
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of a file: UTF-8, its byte order mark and Windows line ends taken off. */
export function decode(file: string, bytes: Uint8Array, report: (remark: ContentRemark) => void): string | null {
  try {
    return strictUtf8.decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    report(wholeFile(file, 'ce n’est pas de l’UTF-8 : enregistrez le fichier dans cet encodage'))
    return null
  }
}

/** What editors and systems leave beside a file. Nobody means to publish that: a copy may be a draft. */
export function isLeftover(name: string): boolean {
  return /(?:~|\.(?:bak|old|orig|rej|sw[a-p]|tmp)|^#.*#|^~\$.*|^(?:Thumbs\.db|desktop\.ini))$/i.test(basename(name))
}

/** What a file holds. Null: it may not be read; `report` has been told. */
function bytesOf(root: string, file: string, report: (remark: ContentRemark) => void): Uint8Array | null {
  try {
    // One after the other from the disk's cache: handing each to another thread takes longer than reading it.
    return readFileSync(join(root, file))
  } catch (error) {
    if (!isMissingRight(error)) throw error
    report(wholeFile(file, notReadable))
    return null
  }
}

/** A name that is not UTF-8 is told: Node does not find the file again by what it makes of it. */
async function namesIn(root: string, part: string, report: (remark: ContentRemark) => void): Promise<string[]> {
  const names = await filesUnder(join(root, part), (name, message) =>
    report(wholeFile(posix.join(part, name), message)),
  )
  for (const name of names.filter(isMangled))
    report(wholeFile(`${part}/${name}`, 'ce nom n’est pas écrit en UTF-8 : renommez-le'))
  return names.filter((name) => !isMangled(name))
}

function isMangled(name: string): boolean {
  return name.includes('\ufffd')
}

/**
 * Names relative to the folder, with slashes, in a stable order; what is hidden is left out, but `.well-known/`. An absent folder is empty; one
 * whose name is mangled stands for what is in it.
 * @param tell Told of what is left out too: a link that leads elsewhere, a folder that cannot be read, '' for the first.
 */
async function filesUnder(
  folder: string,
  tell: (name: string, message: string) => void,
  within = '',
): Promise<string[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (isMissingRight(error)) tell(within.slice(0, -1), notReadable)
    else if (error.code === 'ENOTDIR')
      tell(within.slice(0, -1), 'un fichier tient la place de ce dossier : déplacez-le')
    else if (error.code !== 'ENOENT') throw error
    return []
  })
  const shown = entries.filter(({ name }) => !name.startsWith('.') || `${within}${name}` === WELL_KNOWN)
  const names = shown.map(async (entry) => {
    const name = `${within}${entry.name}`
    if (entry.isSymbolicLink()) tell(name, 'lien symbolique : copiez ici ce vers quoi il mène')
    if (entry.isDirectory()) return isMangled(name) ? [name] : filesUnder(folder, tell, `${name}/`)
    return entry.isFile() ? [name] : []
  })
  return (await Promise.all(names)).flat().sort()
}
