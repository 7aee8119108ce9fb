/** What somebody typed, as it was typed, and the form's own hidden fields. */
export type Typed = {
  page: string
  body: string
  author: string
  licence: boolean
  /** The field that people do not see; a program may fill it. */
  trap: string
  /** Idempotency key. */
  key: string
  /** When the form was written, signed. */
  stamp: string
}

/** The form's own fields, which no person fills. */
export function Hidden({ typed }: { typed: Typed }) {
  return (
    <>
      <input type="hidden" name="key" value={typed.key} />
      <input type="hidden" name="stamp" value={typed.stamp} />
    </>
  )
}
