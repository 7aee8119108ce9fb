import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppContext } from './env'
import { replyFault, replyTooLarge } from './errors'
import { refuseOtherMethods } from './methods'
import { moderationApi } from './moderation/api'
import { moderationPages } from './moderation/routes'
import { notes } from './notes/routes'
import { apiDescription } from './openapi/routes'
import { reading } from './reading/routes'
import { receipts } from './receipts/routes'
import { BODY_LIMIT } from './request-body'
import { withSecurityHeaders } from './security-headers'

/** The whole site: what every request passes, then each room, the pages last. */
export const app = new Hono<AppContext>()

app.use(withSecurityHeaders)
app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: replyTooLarge }))
app.route('/', apiDescription)
app.route('/', notes)
app.route('/', receipts)
app.route('/', moderationApi)
app.route('/', moderationPages)
app.all('*', refuseOtherMethods(app))
app.route('/', reading)
app.onError(replyFault)
