import type { Context } from 'hono'
import type { AppContext } from '../env'
import { noUse } from '../patient-stores'
import { serverTiming } from '../request-log'
import { contentSecurityPolicy, securityHeaders } from '../security-headers'
import { styleSourceOf } from '../site/needed-style'
import { renderDocument, type ShellProps } from '../site/shell'
import { noneMatchFails, strongTag } from './conditional'

/**
 * A page, or another document, that is ready to be sent as it is, any number of times. Its headers are an object of the
 * platform's: copying it into an answer costs a third of reading them out of an array again.
 */
export type FinishedPage = { bytes: Uint8Array; etag: string; headers: Headers }

/** About how many bytes a page takes in memory, its headers with it. */
export function weightOf({ bytes }: FinishedPage): number {
  return bytes.byteLength + 2_000
}

/** @param style CSP source of the page's inlined stylesheet. */
export function finishPage(html: string, style: string, more: Record<string, string> = {}): Promise<FinishedPage> {
  const policy = contentSecurityPolicy(style)
  return finishDocument(html, 'text/html; charset=utf-8', { 'Content-Security-Policy': policy, ...more })
}

/** A page that the Worker writes. */
export async function finishView(props: ShellProps, more: Record<string, string> = {}): Promise<FinishedPage> {
  const html = renderDocument(props)
  const style = await styleSourceOf(html)
  const policy = contentSecurityPolicy(style, props.scripts !== undefined)
  return finishPage(html, style, { 'Content-Security-Policy': policy, ...more })
}

/** @param more Headers besides those of every document, or instead of them. */
export async function finishDocument(
  text: string,
  type: string,
  more: Record<string, string> = {},
): Promise<FinishedPage> {
  const etag = await strongTag(text)
  const headers = {
    ...Object.fromEntries(securityHeaders),
    'Content-Security-Policy': contentSecurityPolicy(),
    // Kept by the browser, asked for again at every visit: an approved note shows at once, an unchanged page is a 304.
    'Cache-Control': 'public, max-age=0, must-revalidate',
    ...more,
    'Content-Type': type,
    ETag: etag,
    'Server-Timing': serverTiming(noUse(), 0),
  }
  return { bytes: new TextEncoder().encode(text), etag, headers: new Headers(headers) }
}

export function sendPage(c: Context<AppContext>, page: FinishedPage): Response {
  if (c.req.method !== 'HEAD') return respond(page, c.req.header('If-None-Match') ?? null)
  const { status, headers } = respond(page, c.req.header('If-None-Match') ?? null)
  // The length stands by itself for GET; the answer to HEAD must say what GET's would be.
  const head = new Response(null, { status, headers })
  if (status === 200) head.headers.set('Content-Length', String(page.bytes.byteLength))
  return head
}

/** The answer to GET: the page, or that the visitor has it already. */
export function respond({ bytes, etag, headers }: FinishedPage, ifNoneMatch: string | null): Response {
  return noneMatchFails(ifNoneMatch, etag)
    ? new Response(null, { status: 304, headers })
    : new Response(bytes, { headers })
}
