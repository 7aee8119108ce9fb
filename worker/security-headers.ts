import type { MiddlewareHandler } from 'hono'

/**
 * What every answer carries, whatever route it comes from. `public/_headers` repeats them for the files that
 * the platform serves without the Worker; a test holds the two together.
 */
export const securityHeaders: [name: string, value: string][] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
]

/** Two years, as https://hstspreload.org asks; a browser ignores it where the line is not encrypted (RFC 6797, 8.1). */
export const STRICT_TRANSPORT = 'max-age=63072000'

/**
 * @param style CSP source of the page's own inlined style, `sha256-…`.
 * @param scripted Whether the page loads scripts of public/, which ask this site alone.
 */
export function contentSecurityPolicy(style?: string, scripted = false): string {
  const styles = style ? `'${style}'` : `'none'`
  const scripts = scripted ? ` script-src 'self'; connect-src 'self';` : ''
  return `default-src 'none';${scripts} style-src ${styles}; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}

/**
 * Gives each answer the security headers that it does not have yet, and `no-store` unless its route said otherwise:
 * private by default.
 */
export const withSecurityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  // On the answer as it is: Hono's own `c.header` would make another one for each.
  const { headers } = c.res
  for (const [name, value] of securityHeaders) if (!headers.has(name)) headers.set(name, value)
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', contentSecurityPolicy())
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  if (!isLoopback(new URL(c.req.url).hostname)) headers.set('Strict-Transport-Security', STRICT_TRANSPORT)
}

/**
 * For pages whose very host is nobody else's business: a link in a stranger's note leads its owner to no moderator. Not
 * `no-referrer`, under which a form of ours would hide where it comes from (`Origin: null`).
 */
export const namedToNoOtherSite: MiddlewareHandler = (c, next) => {
  c.header('Referrer-Policy', 'same-origin')
  return next()
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
