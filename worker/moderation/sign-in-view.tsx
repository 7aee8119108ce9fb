import { FaultSummary, Field } from '../notes/fields'
import type { Strings } from '../site/strings'

export function SignInPage({ t, wrong }: { t: Strings; wrong: boolean }) {
  const { moderation } = t
  const faults = wrong ? [{ field: 'key', message: moderation.wrongKey }] : []
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
        <p class="boutons">
          <button>{moderation.signIn}</button>
        </p>
      </form>
    </>
  )
}
