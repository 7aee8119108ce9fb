import { createHash } from 'node:crypto'

/** A name for these bytes: 128 bits of their SHA-256, in hexadecimal. */
export function contentHash(...parts: (Uint8Array | string)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 32)
}
