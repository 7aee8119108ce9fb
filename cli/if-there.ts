import { readFile } from 'node:fs/promises'

/** The text of a file. Null: there is none. */
export async function textIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/**
 * What an earlier run left for the next one, and can be made again. Null: there is none, or it was cut short by
 * whatever ended that run.
 */
export async function jsonIfThere<T>(path: string): Promise<T | null> {
  const text = await textIfThere(path)
  if (text === null) return null
  try {
    return JSON.parse(text) as T
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
