import { bodyLimit } from 'hono/body-limit'
import { onEncryptedLine } from './encrypted-line'
import { replyFault, replyNotFound, replyTooLarge } from './errors'
import { health } from './health'
import { refuseOtherMethods, withLengthForHead } from './methods'
import { onAdminHost } from './moderation/admin-host'
import { moderationApi } from './moderation/api'
import { publicFigures } from './moderation/public-figures'
import { moderationPages } from './moderation/routes'
import { reports } from './notes/report-routes'
import { notes } from './notes/routes'
import { reading } from './reading/routes'
import { receipts } from './receipts/routes'
import { BODY_LIMIT } from './request-body'
import { withRequestLog } from './request-log'
import { Room } from './room'
import { namedToNoOtherSite, withSecurityHeaders } from './security-headers'

/** The whole site: what every request passes, then each room, the pages last. */
export const app = new Room()

app.use(withRequestLog)
app.use(withSecurityHeaders)
app.use(withLengthForHead)
app.use(onEncryptedLine)
app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: replyTooLarge }))
app.route('/', health)
app.route('/', notes)
app.route('/', reports)
app.route('/', receipts)
app.use('/moderation/*', onAdminHost, namedToNoOtherSite, refuseOtherMethods(app))
app.use('/api/admin/*', onAdminHost, refuseOtherMethods(app))
app.route('/', moderationApi)
app.route('/', moderationPages)
app.route('/', publicFigures)
app.route('/', reading)
app.all('*', refuseOtherMethods(app))
app.notFound(replyNotFound)
app.onError(replyFault)
