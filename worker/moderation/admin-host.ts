import type { MiddlewareHandler } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'

/**
 * With ADMIN_HOST set, moderation is there and nowhere else, so that an access proxy before that host covers the
 * whole of it. Goes before every route of moderation, the check of methods included.
 */
export const onAdminHost: MiddlewareHandler<AppContext> = async (c, next) => {
  const { ADMIN_HOST } = c.env
  const { host, hostname } = new URL(c.req.url)
  return ADMIN_HOST && ADMIN_HOST !== host && ADMIN_HOST !== hostname ? replyNotFound(c) : next()
}
