import type { Context } from 'hono'
import type { AppContext } from '../env'
import { contentSecurityPolicy, securityHeaders } from '../security-headers'
import { noneMatchFails, strongTag } from './conditional'

/** A page that is ready to be sent as it is, any number of times. */
export type FinishedPage = { bytes: Uint8Array; etag: string; headers: [string, string][] }

/** @param style CSP source of the page's inlined stylesheet. */
export function finishPage(html: string, style: string): Promise<FinishedPage> {
  return finish(html, 'text/html; charset=utf-8', [['Content-Security-Policy', contentSecurityPolicy(style)]])
}

/**
 * A text of any other kind, made of what was published and asked for again at every visit like the pages.
 * @param type Its media type, to be sent as UTF-8.
 */
export function finishText(text: string, type: string, headers: [string, string][] = []): Promise<FinishedPage> {
  return finish(text, `${type}; charset=utf-8`, [['Content-Security-Policy', contentSecurityPolicy()], ...headers])
}

async function finish(text: string, type: string, more: [string, string][]): Promise<FinishedPage> {
  const etag = await strongTag(text)
  const headers: [string, string][] = [
    ...securityHeaders,
    ['Content-Type', type],
    // Kept by the browser, asked for again at every visit: an approved note shows at once, an unchanged page is a 304.
    ['Cache-Control', 'public, max-age=0, must-revalidate'],
    ['ETag', etag],
    ...more,
  ]
  return { bytes: new TextEncoder().encode(text), etag, headers }
}

export function sendPage(c: Context<AppContext>, page: FinishedPage): Response {
  if (noneMatchFails(c.req.header('If-None-Match') ?? null, page.etag)) {
    return new Response(null, { status: 304, headers: page.headers })
  }
  // The length stands by itself for GET; the answer to HEAD must say what GET's would be.
  const length: [string, string] = ['Content-Length', String(page.bytes.byteLength)]
  return c.req.method === 'HEAD'
    ? new Response(null, { headers: [...page.headers, length] })
    : new Response(page.bytes, { headers: page.headers })
}
