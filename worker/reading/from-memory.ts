import type { Env } from '../env'
import { noUse } from '../patient-stores'
import { logRequest } from '../request-log'
import { isLoopback, STRICT_TRANSPORT } from '../security-headers'
import { respond } from './finished-page'
import { pageInMemory } from './page'

/** An address that needs no decoding and says nothing but which page. Others are for the router. */
const PLAIN_ADDRESS = /^https?:\/\/([^/:?#]+)(?::\d+)?(\/[\w./-]*)$/

/**
 * Answers a visit to a page that this isolate has sent before and whose every part is fresh in its memory. Such a page
 * is finished, headers and all: the router, the stores and what app.ts puts around a request have nothing to add.
 * @returns Null: the app answers.
 */
export function visitFromMemory(request: Request, env: Env): Response | null {
  if (request.method !== 'GET') return null
  const [, host, address] = PLAIN_ADDRESS.exec(request.url) ?? []
  const page = address === undefined ? null : pageInMemory(address)
  if (host === undefined || page === null) return null
  if (!isLoopback(host) && request.url.startsWith('http:')) return null
  const response = respond(page, request.headers.get('If-None-Match'))
  if (!isLoopback(host)) response.headers.set('Strict-Transport-Security', STRICT_TRANSPORT)
  const { status } = response
  logRequest(env, { request: crypto.randomUUID(), method: 'GET', route: PAGES_ROUTE, status, ms: 0, use: noUse() })
  return response
}

/** What the router calls every page, in the log. */
const PAGES_ROUTE = '/*'
