import type { MiddlewareHandler } from 'hono'
import type { AppContext } from './env'
import { replyMethodNotAllowed } from './errors'
import type { Room } from './room'
import { intendedAddress } from './site/paths'

/**
 * An address that has other methods is a 405 that names them (RFC 9110, 15.5.6), one that only lacks its last slash,
 * or names the file that one may think of there (`/a.html`), leads to itself. Where one has to sign in it goes before
 * that; elsewhere last, for what no route has answered.
 */
export function refuseOtherMethods(app: Room): MiddlewareHandler<AppContext> {
  return async (c, next) => {
    const { method, path } = c.req
    const answered = methods.filter((each) => hasRoute(app, each, path))
    const allowed = answered.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]))
    if (allowed.length > 0 && !allowed.includes(method)) return replyMethodNotAllowed(c, allowed)
    const address = intendedAddress(path)
    // A browser reads `//name/` as another host, and `/notes/a.md` names a file.
    const isPage = !path.startsWith('//') && !/\.[^/]*\/$/.test(address)
    // A form's fields go along: 308 keeps the method and the body (RFC 9110, 15.4.9).
    if (allowed.length === 0 && isPage && address !== path && methods.some((each) => hasRoute(app, each, address))) {
      // As it was asked for: `path` is decoded, and may hold what no header can.
      const { pathname, search } = new URL(c.req.url)
      return c.redirect(intendedAddress(pathname) + search, 308)
    }
    return next()
  }
}

const methods = ['GET', 'POST', 'PUT', 'DELETE']

/** Middleware and the pages' own route answer every method, and say nothing about an address. */
function hasRoute(app: Room, method: string, path: string): boolean {
  return app.router.match(method, path)[0].some(([[, route]]) => route.method === method)
}

/**
 * HEAD has the headers of GET, the length too (RFC 9110, 9.3.2). What is streamed says none: it would have to be made
 * whole to be measured.
 */
export const withLengthForHead: MiddlewareHandler<AppContext> = async (c, next) => {
  await next()
  const { status, headers } = c.res
  if (c.req.method !== 'HEAD' || status === 304 || headers.has('Content-Length') || c.get('streamed')) return
  const { byteLength } = await c.res.arrayBuffer()
  c.res = new Response(null, c.res)
  c.header('Content-Length', String(byteLength))
}
