import { deflateSync, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { joined } from '../../publishing/document-parts'

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
    const { begun, rest } = await beginningOf(content)
    const Kind = stored || begun.length < TINY_BYTES ? ZipPassThrough : rest ? ZipDeflate : DeflatedAtOnce
    const file = new Kind(name, compression)
    file.mtime = oldest
    zip.add(file)
    file.push(begun, rest === null)
    yield* ready
    ready = []
    if (rest === null) continue
    for await (const chunk of rest) {
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

/** Tables for files of some kilobytes: the library's own are for megabytes, and take longer to make than to use. */
const compression = { level: 6, mem: 2 } as const

/** Local time, as the format has it: 1 January 1980 wherever this runs. */
const oldest = new Date(1980, 0, 1)

/** A file that is pushed whole: a stream of the library's would take 96 kB of buffers for each, however small it is. */
class DeflatedAtOnce extends ZipPassThrough {
  override compression = 8

  protected override process(chunk: Uint8Array, final: boolean): void {
    this.ondata(null, deflateSync(chunk, compression), final)
  }
}

/** Less than this is not worth compressing: the tables for it are a hundred times larger. */
const TINY_BYTES = 512

/** What is read at once of a file before it is known to be a long one. */
const SMALL_BYTES = 64 * 1024

/** The first bytes of a file; `rest` is null when they are all of it. */
async function beginningOf(
  content: ZipEntry['content'],
): Promise<{ begun: Uint8Array; rest: AsyncIterable<Uint8Array> | null }> {
  const chunks = passedOn(content)
  const begun: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await chunks.next()
    if (done) return { begun: joined(begun, size), rest: null }
    begun.push(value)
    size += value.length
    if (size > SMALL_BYTES) return { begun: joined(begun, size), rest: chunks }
  }
}

async function* passedOn(content: ZipEntry['content']): AsyncGenerator<Uint8Array> {
  yield* content
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
