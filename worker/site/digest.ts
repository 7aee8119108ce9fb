/** SHA-256 of the text's UTF-8, in base64: 44 characters. */
export async function sha256Base64(text: string): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await sha256Of(text))))
}

/** SHA-256, of a text that of its UTF-8, in hexadecimal: 64 characters. */
export async function sha256(of: string | Uint8Array): Promise<string> {
  return hexadecimal(await sha256Of(of))
}

export function hexadecimal(bytes: ArrayBuffer | Uint8Array): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sha256Of(of: string | Uint8Array): Promise<ArrayBuffer> {
  const bytes = typeof of === 'string' ? new TextEncoder().encode(of) : of
  return crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
}
