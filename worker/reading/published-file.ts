import type { Context } from 'hono'
import type { AppContext } from '../env'
import { encodePath } from '../site/paths'
import type { SiteSettings } from '../site/settings'
import { storesOf } from '../stores'
import { noneMatchFails } from './conditional'
import { publishedBody } from './published-body'

/** A file beside the pages changes when content is published; a phone need not ask again within one session. */
const FILE_CACHE_CONTROL = 'public, max-age=300'

/** @param path Its address; the ending decides its type. */
export async function sendFile(
  c: Context<AppContext>,
  { url }: SiteSettings,
  path: string,
  key: string,
): Promise<Response> {
  const etag = `"${key}"`
  const headers = { ETag: etag, 'Cache-Control': FILE_CACHE_CONTROL }
  if (noneMatchFails(c.req.header('If-None-Match') ?? null, etag)) return new Response(null, { status: 304, headers })
  const file = await publishedBody(storesOf(c), url + encodePath(path), key)
  const typed = { ...headers, 'Content-Type': file.headers.get('Content-Type') ?? '' }
  if (c.req.method !== 'HEAD') return new Response(file.body, { headers: typed })
  const { byteLength } = await file.arrayBuffer()
  return new Response(null, { headers: { ...typed, 'Content-Length': String(byteLength) } })
}
