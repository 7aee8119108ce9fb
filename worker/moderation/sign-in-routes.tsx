import { isFlood } from '../notes/flood'
import { publishedIndex } from '../published-index'
import { replyPage, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { Room } from '../room'
import { stringsFor } from '../site/strings'
import { isFromOurselves } from '../where-from'
import { keepSession, replyForeign, sessionToken } from './access'
import { CARRIED, unpackForm } from './carried-form'
import { moderatorByKey, openSession } from './moderators'
import { rememberWrongKey, triedBy, triedTooOften } from './sign-in-limit'
import { replySignIn } from './sign-in-reply'
import { KeptAgain } from './sign-in-view'
import { wayIn } from './way-in'

/** The one page of the moderators that is open without a session. */
export const signIn = new Room()

signIn.get('/moderation/connexion/', (c) => replySignIn(c, 'asked', c.req.query('suite'), []))

signIn.post('/moderation/connexion/', async (c) => {
  if (!isFromOurselves(c)) return replyForeign(c)
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const { key, suite, [CARRIED]: carried } = form.value
  const kept = unpackForm(carried)
  const now = new Date()
  const device = await triedBy(c.env.SECRET, c.req.raw.headers, now)
  if (await triedTooOften(c.env.DB, device, now)) return replySignIn(c, 'too many keys', suite, kept)
  const moderator = typeof key === 'string' ? await moderatorByKey(c.env.DB, key.trim()) : null
  if (!moderator) {
    // Asked here alone: nobody who tries wrong keys, from a forum's one address, closes the door to a right one.
    if (await isFlood(c.env, c.req.raw.headers, now, 'wrong key')) return replySignIn(c, 'too many keys', suite, kept)
    await rememberWrongKey(c.env.DB, device, now)
    return replySignIn(c, 'wrong key', suite, kept)
  }
  keepSession(c, await openSession(c.env.DB, moderator.name, now, sessionToken(c)))
  if (kept.length === 0) return c.redirect(wayIn(suite), 303)
  const { site } = await publishedIndex(c)
  const t = stringsFor(site.lang)
  const children = <KeptAgain t={t} action={wayIn(suite)} kept={kept} />
  return replyPage(c, { site, title: t.moderation.keptTitle, children })
})
