import { searchable } from '../site/search-words'

/**
 * A 64-bit print of a text's words (simhash, Charikar 2002, over pairs of words): texts that share most of
 * their words have prints that differ in few bits.
 */

/** Two prints that differ in at most this many of 64 bits are of near copies. Texts on one subject differ in 19 or more. */
const NEAR_BITS = 11

/** A text of fewer words says too little to be called a copy. */
const MIN_WORDS = 12

/** @returns 16 hexadecimal digits; null for a text that is too short. */
export function printOf(body: string): string | null {
  const words = searchable(body).split(' ')
  if (words.length < MIN_WORDS) return null
  const weights = new Int32Array(64)
  for (let i = 0; i + 1 < words.length; i++) {
    const pair = `${words[i]} ${words[i + 1]}`
    count(weights, 0, hash32(pair, 0x811c9dc5))
    count(weights, 32, hash32(pair, 0x9e3779b9))
  }
  return half(weights.subarray(0, 32)) + half(weights.subarray(32))
}

export function areNear(a: string, b: string): boolean {
  const differing = [0, 8].map((at) => parseHex(a, at) ^ parseHex(b, at))
  return differing.reduce((sum, bits) => sum + ones(bits), 0) <= NEAR_BITS
}

function count(weights: Int32Array, from: number, hash: number): void {
  for (let bit = 0; bit < 32; bit++) weights[from + bit] = (weights[from + bit] ?? 0) + ((hash >>> bit) & 1 ? 1 : -1)
}

function half(weights: Int32Array): string {
  const bits = weights.reduce((all, weight, bit) => (weight > 0 ? all | (1 << bit) : all), 0)
  return (bits >>> 0).toString(16).padStart(8, '0')
}

function parseHex(print: string, at: number): number {
  return Number.parseInt(print.slice(at, at + 8), 16)
}

function ones(bits: number): number {
  let left = bits
  let found = 0
  while (left !== 0) {
    left &= left - 1
    found++
  }
  return found
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), its bits mixed once more (murmur3's finalizer) so that short texts differ in all. */
function hash32(text: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
