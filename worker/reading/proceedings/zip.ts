import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** A file of a zip, its content as it comes. `stored`: not compressed. */
export type ZipEntry = { name: string; content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>; stored?: boolean }

/**
 * A zip written as it is read, so that no more than a piece of it is in memory. No time stands in it but the oldest
 * that the format knows: the same entries give the same bytes.
 */
export async function* zipped(entries: AsyncIterable<ZipEntry>): AsyncIterable<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  for await (const { name, content, stored } of entries) {
    // Tables for files of some kilobytes: the library's own are for megabytes, and take longer to make than to use.
    const file = stored ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6, mem: 2 })
    // Local time, as the format has it: 1 January 1980 wherever this runs.
    file.mtime = new Date(1980, 0, 1)
    zip.add(file)
    for await (const chunk of content) {
      file.push(chunk)
      yield* ready
      ready = []
    }
    file.push(new Uint8Array(0), true)
    yield* ready
    ready = []
  }
  zip.end()
  yield* ready
}

const encoder = new TextEncoder()

/** A file whose text is known. */
export function textEntry(name: string, text: string): ZipEntry {
  return { name, content: [encoder.encode(text)] }
}

/** Text as the bytes of a document, in pieces that are worth handing on. */
export async function* encoded(texts: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  let pending = ''
  for await (const text of texts) {
    pending += text
    if (pending.length < PIECE) continue
    yield encoder.encode(pending)
    pending = ''
  }
  if (pending !== '') yield encoder.encode(pending)
}

const PIECE = 64 * 1024
