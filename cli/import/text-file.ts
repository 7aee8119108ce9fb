import { readFile } from 'node:fs/promises'
import { CommandError } from '../command'

/** The text of a file that another program wrote: UTF-8, its byte order mark and Windows line ends taken off. */
export async function readTextFile(path: string): Promise<string> {
  return decodeText(path, await readImported(path))
}

/** @throws CommandError saying what to do when it is another encoding. */
export function decodeText(path: string, bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new CommandError(`${path} est en UTF-16. Convertissez-le : iconv -f UTF-16 -t UTF-8 ${path} > copie`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    throw new CommandError(
      `${path} n’est pas en UTF-8, sans doute en Latin-1. Convertissez-le : iconv -f WINDOWS-1252 -t UTF-8 ${path} > copie`,
    )
  }
}

export async function readImported(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new CommandError(`${path} n’existe pas : vérifiez le chemin.`)
    if (code === 'EISDIR') throw new CommandError(`${path} est un dossier : donnez un fichier.`)
    throw error
  }
}

/** What was made of a file of `content/`, with the line ends that its editor gave it. */
export function withLineEndsOf(file: string, made: string): string {
  const plain = made.replace(/\r\n?/g, '\n')
  return file.includes('\r\n') ? plain.replaceAll('\n', '\r\n') : plain
}
