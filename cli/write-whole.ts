import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { withDraftsOf } from './drafts'

/**
 * Writes a file whole or not at all. It is opened once: an opening that waits when a signal ends this process makes the
 * file again after it was taken away.
 */
export function writeWhole(bytes: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  return withDraftsOf(file, ['whole'], async ({ whole }) => {
    await pipeline(bytes, createWriteStream(whole, { flush: true }))
    await rename(whole, file)
  })
}
