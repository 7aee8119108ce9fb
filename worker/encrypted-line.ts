import type { MiddlewareHandler } from 'hono'
import type { AppContext } from './env'
import { indexIfPublished } from './last-published'
import { isLoopback } from './security-headers'

/**
 * Leads whoever asks the site's own address over plain http to https: the platform answers both unless the domain's settings
 * forbid it, and a moderator's key or a receipt would go in clear. Any other host is left alone, because a Host header would
 * choose where this leads; so is a program in front that has ended the encrypted line itself.
 */
export const onEncryptedLine: MiddlewareHandler<AppContext> = async (c, next) => {
  const asked = new URL(c.req.url)
  const isEncrypted = asked.protocol === 'https:' || c.req.header('X-Forwarded-Proto') === 'https'
  if (isEncrypted || isLoopback(asked.hostname)) return next()
  const index = await indexIfPublished(c.env.PAGES).catch(() => null)
  const own = index && new URL(index.site.url)
  if (own?.protocol !== 'https:' || own.host !== asked.host) return next()
  return c.redirect(own.origin + asked.pathname + asked.search, 308)
}
