import type { MiddlewareHandler } from 'hono'
import type { AppContext } from '../env'
import { replyRefusal } from '../reply'
import { readForm } from '../request-body'
import { typedDecision } from './decision-body'

/**
 * When a decision could not be recorded, for whatever reason of ours, its words come back with a button that tries again:
 * pages of the moderators are kept by no cache, so the way back would have lost them. The fault is logged where it ended.
 */
export const keepTyped: MiddlewareHandler<AppContext> = async (c, next) => {
  await next()
  if (!c.error || c.req.method !== 'POST') return
  const form = await readForm(c)
  if (!form.ok) return
  const { body, reason } = typedDecision(form.value)
  const hidden = Object.entries(form.value).filter(([name]) => name !== 'body' && name !== 'reason')
  c.header('Retry-After', '10')
  c.res = await replyRefusal(c, 503, ({ unavailableTitle, check, moderation: m }) => ({
    title: unavailableTitle,
    text: m.notDecided,
    more: (
      <form method="post" action={c.req.path}>
        {hidden.map(([name, value]) => (
          <input type="hidden" name={name} value={String(value)} />
        ))}
        <Kept name="body" label={m.yourText} text={body} />
        <Kept name="reason" label={m.yourReason} text={reason} />
        <p class="boutons">
          <button>{check.retry}</button>
        </p>
      </form>
    ),
  }))
}

function Kept({ name, label, text }: { name: string; label: string; text: string }) {
  if (!text) return null
  return (
    <>
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={6}>
        {text}
      </textarea>
    </>
  )
}
