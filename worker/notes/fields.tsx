import type { Child } from 'hono/jsx'
import type { Strings } from '../site/strings'

/** A message tied to the field that it is about. */
export type FieldMessage = { field: string; message: string }

/** On top of the page when something is wrong: what, and a link to each field. */
export function FaultSummary({ faults, t }: { faults: FieldMessage[]; t: Strings }) {
  if (faults.length === 0) return null
  return (
    <div class="resume" role="alert" tabindex={-1} id="fautes" autofocus>
      <h2>{t.form.problem}</h2>
      <ul>
        {faults.map(({ field, message }) => (
          <li>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

type FieldProps = {
  name: string
  label?: string
  hint?: Child | undefined
  faults: FieldMessage[]
  children: (attributes: Record<string, string | undefined>) => Child
}

/** A label, its hint and its fault, tied to the control that `children` makes; a control that holds its own label has its hint below. */
export function Field({ name, label, hint, faults, children }: FieldProps) {
  const fault = faults.find(({ field }) => field === name)
  const described = [hint && `${name}-aide`, fault && `${name}-faute`].filter(Boolean).join(' ')
  const help = hint && (
    <p class="aide" id={`${name}-aide`}>
      {hint}
    </p>
  )
  return (
    <div class="champ">
      {label && <label for={name}>{label}</label>}
      {label && help}
      {fault && (
        <p class="faute" id={`${name}-faute`}>
          {fault.message}
        </p>
      )}
      {children({
        id: name,
        'aria-describedby': described || undefined,
        'aria-invalid': fault ? 'true' : undefined,
      })}
      {!label && help}
    </div>
  )
}
