import { sha256 } from './digest'

/** Always the same UUID for the same words (RFC 9562, version 8: their SHA-256). */
export async function uuidFrom(words: string): Promise<string> {
  const hex = await sha256(words)
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
