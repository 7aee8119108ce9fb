import { Field, type FieldMessage } from '../notes/fields'
import { needsReason } from '../notes/note'
import { inTextarea } from '../site/in-textarea'
import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import type { TypedDecision } from './decision-body'

type ReasonFieldsProps = {
  site: SiteSettings
  t: Strings
  action: 'return' | 'reject' | 'unpublish'
  typed: TypedDecision | null
  faults: FieldMessage[]
}

/** What the author will read: a ready sentence as it is, or own words, which win. */
export function ReasonFields({ site, t, action, typed, faults }: ReasonFieldsProps) {
  const { moderation: m } = t
  const ready = site.reasons.filter((reason) => reason.action === action)
  const id = (name: string) => `${name}-${action}`
  const optional = needsReason(action) ? '' : m.optional
  const own = ready.length > 0 ? m.orOwnReason : m.ownReason
  return (
    <>
      {ready.length > 0 && (
        <p>
          <label for={id('ready')}>{m.readyReason + optional}</label>
          <select id={id('ready')} name="ready">
            <option value="">{m.noReadyReason}</option>
            {ready.map((reason) => (
              <option value={reason.id} selected={reason.id === typed?.ready}>
                {reason.label}
              </option>
            ))}
          </select>
        </p>
      )}
      <Field name={id('reason')} label={own + optional} hint={m.reasonHint} faults={faults}>
        {(attributes) => (
          <textarea name="reason" rows={4} dir="auto" {...attributes}>
            {inTextarea(typed?.reason ?? '')}
          </textarea>
        )}
      </Field>
    </>
  )
}
