import type { KVNamespace } from '@cloudflare/workers-types'
import type { DocumentName } from '../notes/documents'
import { sha256 } from '../site/digest'
import { keysIn } from '../site/keys-in'

/** Parts of a document as they stand in KV, in order. */
export type Parts = {
  keys: string[]
  /** Bytes of all of them. */
  size: number
  /** SHA-256, hexadecimal: of the bytes; of several parts, of their hashes. */
  hash: string
}

/** Well below KV's 25 MiB a value; what an isolate holds twice while it composes. https://developers.cloudflare.com/kv/platform/limits/ */
const PART_BYTES = 8 * 1024 * 1024

const PREFIX = 'part/'

/**
 * Writes a document part by part, so that no more than one of them is in memory.
 * @param takenAway The count that it is composed at; `wanted`, the outbox's count.
 */
export async function writeParts(
  pages: KVNamespace,
  place: { name: DocumentName; takenAway: number; wanted: number },
  bytes: AsyncIterable<Uint8Array>,
): Promise<Parts> {
  const parts: Parts = { keys: [], size: 0, hash: '' }
  const hashes: string[] = []
  for await (const part of inParts(bytes)) {
    const key = `${PREFIX}${place.takenAway}/${place.name}/${place.wanted}/${parts.keys.length + 1}`
    await pages.put(key, part)
    parts.keys.push(key)
    parts.size += part.byteLength
    hashes.push(await sha256(part))
  }
  parts.hash = hashes.length === 1 ? (hashes[0] ?? '') : await sha256(hashes.join(' '))
  return parts
}

/** The document's bytes, read as they are asked for. Null: its parts are gone. */
export async function readParts(pages: KVNamespace, { keys }: Parts): Promise<ReadableStream<Uint8Array> | null> {
  const read = async (n: number) => (keys[n] ? await pages.get(keys[n], 'arrayBuffer') : null)
  let next = await read(0)
  if (next === null && keys.length > 0) return null
  let n = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next) controller.enqueue(new Uint8Array(next))
      n++
      if (n >= keys.length) return controller.close()
      next = await read(n)
      if (next === null) controller.error(new Error(`${keys[n]} is gone from KV: composed again meanwhile.`))
    },
  })
}

/**
 * Removes the parts of what was composed before something was taken away: erased means erased. KV's list may be a minute
 * old; what it does not name yet goes at the next composition.
 * @param composed A document whose other parts go as well, but for these keys.
 */
export async function removeOutdatedParts(
  pages: KVNamespace,
  takenAway: number,
  composed: { name: DocumentName; kept: string[] } | null = null,
): Promise<void> {
  for await (const keys of keysIn(pages, PREFIX)) {
    const outdated = keys
      .map((key) => key.name)
      .filter((key) => {
        const [, count, name] = key.split('/')
        return Number(count) < takenAway || (name === composed?.name && !composed?.kept.includes(key))
      })
    await removeParts(pages, outdated)
  }
}

export async function removeParts(pages: KVNamespace, keys: string[]): Promise<void> {
  for (const key of keys) await pages.delete(key)
}

async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let pending: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; ) {
      const piece = chunk.subarray(from, from + PART_BYTES - size)
      pending.push(piece)
      size += piece.length
      from += piece.length
      if (size < PART_BYTES) continue
      yield joined(pending, size)
      pending = []
      size = 0
    }
  }
  if (size > 0) yield joined(pending, size)
}

/** The chunks as one, in memory of its own. */
export function joined(chunks: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
