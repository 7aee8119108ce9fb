import { readFileSync } from 'node:fs'
import { CommandError } from '../command'
import { contentHash } from './content-hash'

/**
 * KV key → the bytes of a page or a file. What an earlier build left on disk is read when somebody asks for it: of ten
 * thousand pages a publication sends one.
 */
export class Bodies {
  readonly #held = new Map<string, Uint8Array | { path: string }>()

  get size(): number {
    return this.#held.size
  }

  keys(): IterableIterator<string> {
    return this.#held.keys()
  }

  has(key: string): boolean {
    return this.#held.has(key)
  }

  set(key: string, bytes: Uint8Array): void {
    this.#held.set(key, bytes)
  }

  /** @param path Of the file that holds what belongs under this key. */
  leave(key: string, path: string): void {
    this.#held.set(key, { path })
  }

  /** @throws CommandError when the file is no longer what was left there. */
  get(key: string): Uint8Array {
    const held = this.#held.get(key)
    if (held === undefined) throw new Error(`The build named ${key} and did not make it.`)
    return held instanceof Uint8Array ? held : readLeft(key, held.path)
  }
}

/** A key holds the hash of its bytes, so nothing else is ever sent under it. */
function readLeft(key: string, path: string): Uint8Array {
  try {
    const bytes = readFileSync(path)
    if (key.includes(contentHash(bytes))) return bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  throw new CommandError(`${path} n’est plus ce que la construction y a mis.
Effacez dist/, puis relancez « npm run build » : tout y sera refait.`)
}
