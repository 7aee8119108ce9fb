import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppContext } from './env'
import { replyFault, replyNotFound, replyTooLarge } from './errors'
import { health } from './health'
import { refuseOtherMethods } from './methods'
import { onAdminHost } from './moderation/admin-host'
import { moderationApi } from './moderation/api'
import { publicFigures } from './moderation/public-figures'
import { moderationPages } from './moderation/routes'
import { reports } from './notes/report-routes'
import { notes } from './notes/routes'
import { apiDescription } from './openapi/routes'
import { reading } from './reading/routes'
import { receipts } from './receipts/routes'
import { BODY_LIMIT } from './request-body'
import { withRequestLog } from './request-log'
import { withSecurityHeaders } from './security-headers'

/** The whole site: what every request passes, then each room, the pages last. */
export const app = new Hono<AppContext>()

app.use(withRequestLog)
app.use(withSecurityHeaders)
app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: replyTooLarge }))
app.route('/', health)
app.route('/', apiDescription)
app.route('/', notes)
app.route('/', reports)
app.route('/', receipts)
app.use('/moderation/*', onAdminHost)
app.use('/api/admin/*', onAdminHost)
app.route('/', moderationApi)
app.route('/', moderationPages)
app.route('/', publicFigures)
app.route('/', reading)
app.all('*', refuseOtherMethods(app))
app.notFound(replyNotFound)
app.onError(replyFault)
