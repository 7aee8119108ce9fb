import type { Context } from 'hono'
import type { AppContext } from './env'

/** In bytes. */
export const BODY_LIMIT = 256 * 1024

/** What a body turned out to be, or why it is none. */
type Body = { ok: true; value: Record<string, unknown> } | { ok: false; status: 400 | 415 }

/**
 * A form as browsers send it. A field that stands twice is refused: two programs would each believe another one.
 * https://url.spec.whatwg.org/#application/x-www-form-urlencoded
 * @param lists Fields that may stand several times; they come as arrays.
 */
export async function readForm(c: Context<AppContext>, lists: string[] = []): Promise<Body> {
  if (mediaType(c) !== 'application/x-www-form-urlencoded') return { ok: false, status: 415 }
  const value: Record<string, unknown> = Object.create(null)
  for (const list of lists) value[list] = []
  try {
    for (const pair of (await utf8Text(c)).split('&').filter(Boolean)) {
      const [name = '', text = ''] = [before(pair, '='), after(pair, '=')].map(decodeComponent)
      const list = value[name]
      if (Array.isArray(list)) list.push(text)
      else if (name in value) return { ok: false, status: 400 }
      else value[name] = text
    }
  } catch {
    return { ok: false, status: 400 }
  }
  return { ok: true, value }
}

/** A JSON object. */
export async function readJson(c: Context<AppContext>): Promise<Body> {
  if (mediaType(c) !== 'application/json') return { ok: false, status: 415 }
  try {
    const value: unknown = JSON.parse(await utf8Text(c))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, status: 400 }
    return { ok: true, value: value as Record<string, unknown> }
  } catch {
    return { ok: false, status: 400 }
  }
}

function mediaType(c: Context<AppContext>): string {
  return (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/** Throws on bytes that are not UTF-8, instead of putting U+FFFD in their place. */
async function utf8Text(c: Context<AppContext>): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(await c.req.arrayBuffer())
}

/** A `%` that no two hexadecimal digits follow stands for itself. Throws on bytes that are not UTF-8. */
function decodeComponent(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'))
}

function before(text: string, sign: string): string {
  const at = text.indexOf(sign)
  return at === -1 ? text : text.slice(0, at)
}

function after(text: string, sign: string): string {
  const at = text.indexOf(sign)
  return at === -1 ? '' : text.slice(at + 1)
}
