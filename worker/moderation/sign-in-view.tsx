import { FaultSummary, Field } from '../notes/fields'
import type { Strings } from '../site/strings'
import { CARRIED, packForm } from './carried-form'
import { isTyped, KeptForm, KeptWords, type SentField } from './kept-form'

type SignInProps = {
  t: Strings
  /** Where to go after it. */
  wayIn: string
  /** Why the last try did not open. */
  fault: string | null
  /** A form that was sent after its session had ended. Empty: none was. */
  kept: SentField[]
}

export function SignInPage({ t, wayIn, fault, kept }: SignInProps) {
  const { moderation } = t
  const faults = fault === null ? [] : [{ field: 'key', message: fault }]
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{moderation.signInTitle}</h1>
      {kept.length > 0 && <p role="status">{moderation.sessionEnded}</p>}
      <form method="post" action="/moderation/connexion/">
        <Field name="key" label={moderation.key} hint={moderation.keyHint} faults={faults}>
          {(attributes) => (
            <input type="password" name="key" autocomplete="current-password" required {...attributes} />
          )}
        </Field>
        <input type="hidden" name="suite" value={wayIn} />
        {kept.length > 0 && <input type="hidden" name={CARRIED} value={packForm(kept)} />}
        <p class="boutons">
          <button>{moderation.signIn}</button>
        </p>
      </form>
      {kept.length === 0 && (
        <p>
          <a href={wayIn}>{moderation.alreadyIn}</a>
        </p>
      )}
      {kept.filter(isTyped).map((field) => (
        <KeptWords t={t} field={field} readOnly />
      ))}
    </>
  )
}

/** After signing in: what had been sent without a session, to be sent again. */
export function KeptAgain({ t, action, kept }: { t: Strings; action: string; kept: SentField[] }) {
  const { moderation } = t
  return (
    <>
      <h1 tabindex={-1} autofocus>
        {moderation.keptTitle}
      </h1>
      <p>{moderation.keptText}</p>
      <KeptForm t={t} action={action} fields={kept} button={moderation.sendAgain} />
      <p>
        <a href="/moderation/">{moderation.back}</a>
      </p>
    </>
  )
}
