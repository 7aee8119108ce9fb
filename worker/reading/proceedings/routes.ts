import type { Context } from 'hono'
import type { AppContext } from '../../env'
import type { DocumentName } from '../../notes/documents'
import { joined, readParts } from '../../publishing/document-parts'
import { readDocument } from '../../publishing/documents'
import { replyRefusal } from '../../reply'
import { Room } from '../../room'
import { contentSecurityPolicy } from '../../security-headers'
import { sha256 } from '../../site/digest'
import { noneMatchFails } from '../conditional'
import { composePublished } from './compose'

/** The proceedings and the archive, as the cron composed them. Reads no D1. */
export const proceedings = new Room()

proceedings.get('/actes/', (c) => send(c, 'actes.html', { type: 'text/html; charset=utf-8' }))
proceedings.get('/actes.md', (c) => send(c, 'actes.md', { type: 'text/markdown; charset=utf-8' }))
proceedings.get('/actes.json', (c) => send(c, 'actes.json', { type: 'application/json', shared: true }))
proceedings.get('/actes.epub', (c) => send(c, 'actes.epub', { type: 'application/epub+zip', file: 'actes.epub' }))
proceedings.get('/archive.zip', (c) => send(c, 'archive.zip', { type: 'application/zip', file: 'archive.zip' }))

type Presentation = {
  type: string
  /** To be saved under this name. */
  file?: string
  /** Other sites' pages may read it. */
  shared?: boolean
}

async function send(
  c: Context<AppContext>,
  name: DocumentName,
  { type, file, shared }: Presentation,
): Promise<Response> {
  const headers = new Headers({ 'Content-Type': type, 'Cache-Control': 'public, max-age=0, must-revalidate' })
  if (file) headers.set('Content-Disposition', `attachment; filename="${file}"`)
  if (shared) headers.set('Access-Control-Allow-Origin', '*')

  const document = await readDocument(c.env.PAGES, name)
  if (document) {
    const etag = `"${document.hash.slice(0, 32)}"`
    headers.set('ETag', etag)
    if (document.style) headers.set('Content-Security-Policy', contentSecurityPolicy(document.style))
    if (noneMatchFails(c.req.header('If-None-Match') ?? null, etag)) return new Response(null, { status: 304, headers })
    headers.set('Content-Length', String(document.size))
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    const body = await readParts(c.env.PAGES, document)
    if (body) return new Response(body.pipeThrough(new FixedLengthStream(document.size)), { headers })
    for (const stored of ['ETag', 'Content-Length']) headers.delete(stored)
  }
  // A file to keep is worth the wait; what is read in the browser is put together from what visitors see now.
  if (file) return replyNotYet(c, name)
  const { bytes, style } = await composePublished(c.env.PAGES, name)
  if (style) headers.set('Content-Security-Policy', contentSecurityPolicy(style))
  return sendComposed(c, bytes, headers)
}

/** Up to here it is put together whole, so that it has a length and an entity tag. */
const WHOLE_BYTES = 4 * 1024 * 1024

async function sendComposed(
  c: Context<AppContext>,
  bytes: AsyncIterable<Uint8Array>,
  headers: Headers,
): Promise<Response> {
  const iterator = bytes[Symbol.asyncIterator]()
  const begun: Uint8Array[] = []
  let size = 0
  let next = await iterator.next()
  for (; !next.done && size <= WHOLE_BYTES; next = await iterator.next()) {
    begun.push(next.value)
    size += next.value.length
  }
  if (!next.done) {
    c.set('streamed', true)
    const body = c.req.method === 'HEAD' ? null : streamOf([...begun, next.value], iterator)
    return new Response(body, { headers })
  }
  const whole = joined(begun, size)
  const etag = `"${(await sha256(whole)).slice(0, 32)}"`
  headers.set('ETag', etag)
  if (noneMatchFails(c.req.header('If-None-Match') ?? null, etag)) return new Response(null, { status: 304, headers })
  headers.set('Content-Length', String(size))
  return new Response(c.req.method === 'HEAD' ? null : whole, { headers })
}

function replyNotYet(c: Context<AppContext>, name: DocumentName): Promise<Response> {
  c.header('Retry-After', '600')
  return replyRefusal(c, 404, ({ actes: t }) => ({
    title: t.notYetTitle,
    text: name === 'archive.zip' ? t.notYetArchive : t.notYetEpub,
  }))
}

function streamOf(begun: Uint8Array[], iterator: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const first = begun.shift()
      if (first) return controller.enqueue(first)
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}
