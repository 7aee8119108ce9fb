/** Always the same number of 32 bits for the same words: FNV-1a over their UTF-8, then MurmurHash3's finaliser. */
export function stableNumber(words: string): number {
  let h = 0x811c9dc5
  for (const byte of new TextEncoder().encode(words)) h = Math.imul(h ^ byte, 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
