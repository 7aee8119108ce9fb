import { sha256Base64 } from '../site/digest'

/**
 * Whether `If-None-Match` names this entity, so that 304 is the answer (RFC 9110, 13.1.2). The comparison is weak:
 * compression on the way turns our strong tag into a weak one.
 * @param etag A strong tag with its quotes.
 */
export function noneMatchFails(header: string | null, etag: string): boolean {
  if (header === null) return false
  if (header.trim() === '*') return true
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some((tag) => tag.replace(/^W\//, '') === etag)
}

/** A strong entity tag for the bytes of this text: 132 bits of their SHA-256. */
export async function strongTag(text: string): Promise<string> {
  return `"${(await sha256Base64(text)).slice(0, 22)}"`
}
