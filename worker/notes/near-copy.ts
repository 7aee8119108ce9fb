/**
 * A 64-bit print of a text's words (simhash, Charikar 2002, over pairs of words): texts that share most of
 * their words have prints that differ in few bits.
 */

/** Two prints that differ in at most this many of 64 bits are of near copies. Texts on one subject differ in 19 or more. */
const NEAR_BITS = 11

/** A text of fewer words says too little to be called a copy. */
const MIN_WORDS = 12

/**
 * @param search The text as the search compares it.
 * @returns 16 hexadecimal digits; null for a text that is too short.
 */
export function printOf(search: string): string | null {
  const words = search.split(' ')
  if (words.length < MIN_WORDS) return null
  const weights = new Int32Array(64)
  for (let i = 0; i + 1 < words.length; i++) {
    const pair = `${words[i]} ${words[i + 1]}`
    count(weights, 0, hash32(pair, 0x811c9dc5))
    count(weights, 32, hash32(pair, 0x9e3779b9))
  }
  return half(weights.subarray(0, 32)) + half(weights.subarray(32))
}

/** A note that was written lately. */
export type Written = { reference: string; print: string }

/** Prints that a new note is compared with: more than an event's busiest hour. */
export const COMPARED = 500

/**
 * The prints of what was written lately, as an isolate comes to know them: who sends a note asks D1 only for those
 * that came since. An isolate that begins knows none and asks for all of them.
 */
export class RecentPrints {
  readonly #bits = new Map<string, Bits>()

  /** Of what was written before, D1 has told. */
  since = ''

  /**
   * @param written Newest first, as D1 tells them.
   * @param now When it was asked.
   */
  learn(written: Written[], now: string): void {
    for (const { reference, print } of written.toReversed()) this.add(reference, print)
    this.since = now
  }

  add(reference: string, print: string): void {
    this.#bits.delete(reference)
    this.#bits.set(reference, bitsOf(print))
    for (const oldest of this.#bits.keys()) {
      if (this.#bits.size <= COMPARED) break
      this.#bits.delete(oldest)
    }
  }

  /** @returns The reference of a note that says nearly the same; null: none is known. */
  nearTo(print: string | null): string | null {
    if (print === null) return null
    const bits = bitsOf(print)
    for (const [reference, other] of this.#bits) if (differing(bits, other) <= NEAR_BITS) return reference
    return null
  }
}

type Bits = [number, number]

function bitsOf(print: string): Bits {
  return [Number.parseInt(print.slice(0, 8), 16), Number.parseInt(print.slice(8), 16)]
}

function differing(a: Bits, b: Bits): number {
  return ones(a[0] ^ b[0]) + ones(a[1] ^ b[1])
}

function count(weights: Int32Array, from: number, hash: number): void {
  for (let bit = 0; bit < 32; bit++) weights[from + bit] = (weights[from + bit] ?? 0) + ((hash >>> bit) & 1 ? 1 : -1)
}

function half(weights: Int32Array): string {
  const bits = weights.reduce((all, weight, bit) => (weight > 0 ? all | (1 << bit) : all), 0)
  return (bits >>> 0).toString(16).padStart(8, '0')
}

/** The ones of 32 bits, counted in pairs, fours and bytes (Warren, Hacker's Delight, 5-1). */
function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), its bits mixed once more (murmur3's finalizer) so that short texts differ in all. */
function hash32(text: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
