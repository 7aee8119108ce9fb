import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppContext, Env } from './env'
import { noUse, patientStores, type StoresUse } from './patient-stores'

/**
 * One line a request, for whoever looks after the site: what was asked, by its route's pattern and never by its
 * address (a receipt's address is a secret), what was answered, how long it took and what it cost the stores.
 * The same request id stands on every page that says that something went wrong.
 */
export const withRequestLog: MiddlewareHandler<AppContext> = async (c, next) => {
  const start = Date.now()
  const use = noUse()
  c.set('requestId', crypto.randomUUID())
  c.env = patientStores(c.env, use)
  await next()
  const ms = Date.now() - start
  const { status, headers } = c.res
  headers.set('Server-Timing', serverTiming(use, ms))
  logRequest(c.env, { request: c.get('requestId'), method: c.req.method, route: routePath(c), status, ms, use })
}

/** https://www.w3.org/TR/server-timing/ A Worker's clock stands still while it computes: this is the stores' time. */
export function serverTiming({ PAGES, DB }: StoresUse, ms: number): string {
  return `total;dur=${ms}, kv;dur=${PAGES.ms};desc="${PAGES.calls}", d1;dur=${DB.ms};desc="${DB.calls}"`
}

type Answered = { request: string; method: string; route: string; status: number; ms: number; use: StoresUse }

export function logRequest({ REQUEST_LOG }: Env, { use, ...answered }: Answered): void {
  if (REQUEST_LOG === 'faults' && answered.status < 500) return
  const line = { level: 'info', what: 'request', ...answered, kv: use.PAGES.calls, d1: use.DB.calls }
  console.log(JSON.stringify(line))
}
