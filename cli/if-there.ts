import { readFileSync } from 'node:fs'

/** The text of a file. Null: there is none. */
export function textIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * What an earlier run left for the next one, and can be made again. Null: there is none, or it was cut short by
 * whatever ended that run.
 */
export function jsonIfThere<T>(path: string): T | null {
  const text = textIfThere(path)
  if (text === null) return null
  try {
    return JSON.parse(text) as T
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
