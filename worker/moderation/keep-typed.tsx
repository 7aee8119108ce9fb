import type { MiddlewareHandler } from 'hono'
import type { AppContext } from '../env'
import { replyRefusal } from '../reply'
import { readForm } from '../request-body'
import { CARRIED, unpackForm } from './carried-form'
import { fieldsOf, KeptForm } from './kept-form'
import { wayIn } from './way-in'

/**
 * When a decision could not be recorded, for whatever reason of ours, its words come back with a button that tries again:
 * pages of the moderators are kept by no cache, so the way back would have lost them. The same for words that waited for
 * a signing in which failed so. The fault is logged where it ended.
 */
export const keepTyped: MiddlewareHandler<AppContext> = async (c, next) => {
  await next()
  if (!c.error || c.req.method !== 'POST') return
  const form = await readForm(c, ['item'])
  if (!form.ok) return
  const isSignIn = 'key' in form.value
  const fields = isSignIn ? unpackForm(form.value[CARRIED]) : fieldsOf(form.value)
  if (fields.length === 0) return
  const action = isSignIn ? wayIn(form.value.suite) : c.req.path
  c.header('Retry-After', '10')
  c.res = await replyRefusal(c, 503, (t) => ({
    title: t.unavailableTitle,
    text: t.moderation.notDecided,
    more: <KeptForm t={t} action={action} fields={fields} button={t.check.retry} />,
  }))
}
