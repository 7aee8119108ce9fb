import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { replyPage } from '../reply'
import { stringsFor } from '../site/strings'
import type { SentField } from './kept-form'
import { RETRY_AFTER } from './sign-in-limit'
import { SignInPage } from './sign-in-view'
import { wayIn } from './way-in'

/** `ended`: a form was sent after its session had ended. */
type Occasion = 'asked' | 'ended' | 'wrong key' | 'too many keys'

/** The page that asks for the key. @param kept What was sent without a session, given back after it. */
export async function replySignIn(
  c: Context<AppContext>,
  occasion: Occasion,
  suite: unknown,
  kept: SentField[],
): Promise<Response> {
  const { site } = await publishedIndex(c)
  const t = stringsFor(site.lang)
  const { moderation: m } = t
  if (occasion === 'too many keys') c.header('Retry-After', RETRY_AFTER)
  const fault = { asked: null, ended: null, 'wrong key': m.wrongKey, 'too many keys': m.wrongKeyTooOften }[occasion]
  const status = ({ asked: 200, ended: 401, 'wrong key': 401, 'too many keys': 429 } as const)[occasion]
  const title = `${fault ? t.form.errorPrefix : ''}${m.signInTitle}`
  const children = <SignInPage t={t} wayIn={wayIn(suite)} fault={fault} kept={kept} />
  return replyPage(c, { site, title, children }, status)
}
