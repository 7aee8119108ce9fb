import { FaultSummary, Field } from '../notes/fields'
import type { Strings } from '../site/strings'

type SignInProps = {
  t: Strings
  /** Where to go after it. */
  wayIn: string
  /** Why the last try did not open. */
  fault: string | null
}

export function SignInPage({ t, wayIn, fault }: SignInProps) {
  const { moderation } = t
  const faults = fault === null ? [] : [{ field: 'key', message: fault }]
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{moderation.signInTitle}</h1>
      <form method="post" action="/moderation/connexion/">
        <Field name="key" label={moderation.key} hint={moderation.keyHint} faults={faults}>
          {(attributes) => (
            <input type="password" name="key" autocomplete="current-password" required {...attributes} />
          )}
        </Field>
        <input type="hidden" name="suite" value={wayIn} />
        <p class="boutons">
          <button>{moderation.signIn}</button>
        </p>
      </form>
      <p>
        <a href={wayIn}>{moderation.alreadyIn}</a>
      </p>
    </>
  )
}
