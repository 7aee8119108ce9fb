import { type Context, Hono } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { replyPage, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { stringsFor } from '../site/strings'
import { isFromOurselves, keepSession, replyForeign, wayIn } from './access'
import { moderatorByKey, openSession } from './moderators'
import { RETRY_AFTER, rememberWrongKey, triedBy, triedTooOften } from './sign-in-limit'
import { SignInPage } from './sign-in-view'

/** The one page of the moderators that is open without a session. */
export const signIn = new Hono<AppContext>()

signIn.get('/moderation/connexion/', (c) => showSignIn(c, c.req.query('suite'), 200))

signIn.post('/moderation/connexion/', async (c) => {
  if (!isFromOurselves(c)) return replyForeign(c)
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const { key, suite } = form.value
  const now = new Date()
  const device = await triedBy(c.env.SECRET, c.req.raw.headers, now)
  if (await triedTooOften(c.env.DB, device, now)) return showSignIn(c, suite, 429)
  const moderator = typeof key === 'string' ? await moderatorByKey(c.env.DB, key.trim()) : null
  if (!moderator) {
    await rememberWrongKey(c.env.DB, device, now)
    return showSignIn(c, suite, 401)
  }
  keepSession(c, await openSession(c.env.DB, moderator.name, now))
  return c.redirect(wayIn(suite), 303)
})

async function showSignIn(c: Context<AppContext>, suite: unknown, status: 200 | 401 | 429): Promise<Response> {
  const { site } = await publishedIndex(c)
  const t = stringsFor(site.lang)
  const { moderation: m } = t
  if (status === 429) c.header('Retry-After', RETRY_AFTER)
  const fault = { 200: null, 401: m.wrongKey, 429: m.wrongKeyTooOften }[status]
  const title = `${fault ? t.form.errorPrefix : ''}${m.signInTitle}`
  return replyPage(c, { site, title, children: <SignInPage t={t} wayIn={wayIn(suite)} fault={fault} /> }, status)
}
