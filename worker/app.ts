import { Hono } from 'hono'
import type { AppContext } from './env'
import { replyFault } from './errors'
import { reading } from './reading/routes'
import { withSecurityHeaders } from './security-headers'

/** The whole site: what every request passes, then each room, the pages last. */
export const app = new Hono<AppContext>()

app.use(withSecurityHeaders)
app.route('/', reading)
app.onError(replyFault)
