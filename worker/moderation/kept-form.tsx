import { inTextarea } from '../site/in-textarea'
import type { Strings } from '../site/strings'

/** A form's fields; a name may stand several times. */
export type SentField = [name: string, value: string]

type KeptFormProps = { t: Strings; action: string; fields: SentField[]; button: string }

/** What a moderator had sent and was not taken: the words, to read and change, and a button that sends all of it again. */
export function KeptForm({ t, action, fields, button }: KeptFormProps) {
  return (
    <form method="post" action={action}>
      {fields.map((field) =>
        isTyped(field) ? <KeptWords t={t} field={field} /> : <input type="hidden" name={field[0]} value={field[1]} />,
      )}
      <p class="boutons">
        <button>{button}</button>
      </p>
    </form>
  )
}

/** @param readOnly To read and copy; another field carries them. */
export function KeptWords({ t, field, readOnly }: { t: Strings; field: SentField; readOnly?: true }) {
  const [name, value] = field
  return (
    <>
      <label for={name}>{labelsOf(t)[name]}</label>
      <textarea id={name} name={readOnly ? undefined : name} readonly={readOnly} rows={6} dir="auto">
        {inTextarea(value)}
      </textarea>
    </>
  )
}

/** Whether a person wrote it, and not a page of ours. */
export function isTyped([name, value]: SentField): boolean {
  return (name === 'body' || name === 'reason') && value.trim() !== ''
}

function labelsOf({ moderation: m }: Strings): Record<string, string> {
  return { body: m.yourText, reason: m.yourReason }
}

/** The fields of a form that was read. */
export function fieldsOf(form: Record<string, unknown>): SentField[] {
  return Object.entries(form).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each): SentField => [name, String(each)]),
  )
}
