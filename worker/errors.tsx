import type { Context, ErrorHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppContext } from './env'
import { logFault } from './log'
import { replyRefusal } from './reply'
import { SearchForm } from './site/search-form'
import type { Strings } from './site/strings'
import { Unavailable } from './site/unavailable'

/** The one place where what only we can cause ends: logged whole, shown as one plain sentence. */
export const replyFault: ErrorHandler<AppContext> = async (error, c) => {
  logFault('request failed', error, { request: c.get('requestId'), method: c.req.method, route: routePath(c) })
  if (error instanceof Unavailable || isDatabaseFault(error)) {
    c.header('Retry-After', '60')
    return replyRefusal(c, 503, (t) => ({ title: t.unavailableTitle, text: t.unavailableText }))
  }
  return replyRefusal(c, 500, (t) => ({ title: t.faultTitle, text: t.faultText }))
}

/** D1 names its own faults so. https://developers.cloudflare.com/d1/observability/debug-d1/ */
function isDatabaseFault(error: Error): boolean {
  return /^D1_/.test(error.message)
}

export function replyNotFound(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 404, (t) => ({
    title: t.notFoundTitle,
    text: t.notFoundText,
    more: (
      <>
        <WaysBack t={t} />
        <SearchForm t={t} />
      </>
    ),
  }))
}

/** For whoever came to an address where nothing is, or is no more. */
export function WaysBack({ t }: { t: Strings }) {
  return (
    <p>
      <a href="/">{t.home}</a> · <a href="/plan/">{t.sitemap}</a>
    </p>
  )
}

/** The address cannot be decoded, so nothing can stand there. */
export function replyBadAddress(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 400, (t) => ({ title: t.badAddressTitle, text: t.badAddressText }))
}

/** @param allowed RFC 9110, 15.5.6: the answer must name the methods that the address has. */
export function replyMethodNotAllowed(c: Context<AppContext>, allowed: string[]): Promise<Response> {
  c.header('Allow', allowed.join(', '))
  return replyRefusal(c, 405, (t) => ({ title: t.methodTitle, text: t.methodText }))
}

export function replyTooLarge(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 413, ({ requests: t }) => ({
    title: t.tooLargeTitle,
    text: t.tooLarge,
    detail: t.tooLargeForProgram,
  }))
}
