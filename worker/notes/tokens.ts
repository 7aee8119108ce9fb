import { sha256 } from '../site/digest'

/** Random and keyed strings. Only their hashes are stored, so a copy of the database opens nothing. */

const encoder = new TextEncoder()

/** 128 bits or more of chance, URL-safe. @param bytes 16 give 22 characters. */
export function randomToken(bytes = 16): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(bytes)))
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** What `randomId` makes, and `idFrom` of twelve bytes. */
export const idPattern = /^[0-9a-hjkmnp-tv-z]{12}$/

/** An id that may stand in an address: 12 letters and digits, 60 bits of chance. */
export function randomId(): string {
  return idFrom(crypto.getRandomValues(new Uint8Array(12)))
}

/** @param bytes One for each letter or digit. */
export function idFrom(bytes: Uint8Array): string {
  return [...bytes].map((byte) => alphabet[byte & 31]).join('')
}

/** SHA-256, hexadecimal. Enough for random tokens, which cannot be guessed one by one. */
export function tokenHash(token: string): Promise<string> {
  return sha256(token)
}

/** Compared by their hashes: how long it takes says nothing about how much of a guess was right. */
export async function sameToken(one: string, other: string): Promise<boolean> {
  return (await tokenHash(one)) === (await tokenHash(other))
}

/**
 * HMAC-SHA-256 of a text, URL-safe, 43 characters.
 * @param purpose Part of what is signed, so that a value made for one use is worth nothing in another.
 */
export async function keyed(secret: string, purpose: string, text: string): Promise<string> {
  if (!secret) throw new Error('The Worker has no SECRET: npm start and npm run deploy make it.')
  const signed = encoder.encode(`${purpose}\n${text}`)
  return base64Url(new Uint8Array(await crypto.subtle.sign('HMAC', await signingKey(secret), signed)))
}

/** A Worker has one secret: its key is made once an isolate. */
let held: { secret: string; key: Promise<CryptoKey> } | null = null

function signingKey(secret: string): Promise<CryptoKey> {
  if (held?.secret !== secret) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    held = { secret, key: crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']) }
  }
  return held.key
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
