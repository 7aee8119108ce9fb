import type { D1Database } from '@cloudflare/workers-types'
import { hexadecimal } from '../site/digest'
import { headerLine, headerOf, linesOf } from './format'
import { readAll } from './read-all'

/** A backup as it is read, helping by helping, for as fast as it is taken; its last line is the seal. */
export async function streamBackup(db: D1Database): Promise<ReadableStream<Uint8Array>> {
  const header = headerLine(await headerOf(db))
  const parts = readAll(db)
  const digest = new crypto.DigestStream('SHA-256')
  const sealer = digest.getWriter()
  const counts: Record<string, number> = {}
  const sealed = async (text: string): Promise<Uint8Array> => {
    const bytes = new TextEncoder().encode(text)
    await sealer.write(bytes)
    return bytes
  }
  return new ReadableStream({
    start: async (stream) => stream.enqueue(await sealed(header)),
    async pull(stream) {
      const { done, value: part } = await parts.next()
      if (!done) {
        if ('rows' in part) counts[part.table] = (counts[part.table] ?? 0) + part.rows.length
        stream.enqueue(await sealed(linesOf(part)))
        return
      }
      await sealer.close()
      const sha256 = hexadecimal(await digest.digest)
      stream.enqueue(new TextEncoder().encode(`${JSON.stringify({ seal: { counts, sha256 } })}\n`))
      stream.close()
    },
    cancel: async () => {
      await parts.return(undefined)
    },
  })
}
