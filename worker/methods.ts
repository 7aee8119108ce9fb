import type { Hono, MiddlewareHandler } from 'hono'
import type { AppContext } from './env'
import { replyMethodNotAllowed } from './errors'

/** An address that some route answers, asked with a method that none does: 405 and the methods there are. */
export function refuseOtherMethods(app: Hono<AppContext>): MiddlewareHandler<AppContext> {
  return async (c, next) => {
    const { method, path } = c.req
    const answered = methods.filter((each) =>
      app.router.match(each, path)[0].some(([[, route]]) => route.method === each),
    )
    const allowed = answered.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]))
    return allowed.length === 0 || allowed.includes(method) ? next() : replyMethodNotAllowed(c, allowed)
  }
}

const methods = ['GET', 'POST', 'PUT', 'DELETE']
