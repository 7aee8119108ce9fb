import type { Child } from 'hono/jsx'
import { inTextarea } from '../site/in-textarea'
import { encodePath } from '../site/paths'
import type { Strings } from '../site/strings'
import { FaultSummary, Field, type FieldMessage } from './fields'

type ReportFormProps = {
  t: Strings
  /** The note's. */
  id: string
  /** What was typed. */
  reason: string
  /** Makes a double tap one report. */
  keyOfForm: string
  faults: FieldMessage[]
  /** The note as it is published; null: it could not be read. */
  children: Child
}

export function ReportForm({ t, id, reason, keyOfForm, faults, children }: ReportFormProps) {
  const { report } = t
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{report.title}</h1>
      <p>{report.intro}</p>
      <form method="post" action={`/notes/${id}/signaler/`} novalidate>
        <Field name="reason" label={report.reason} hint={report.reasonHint} faults={faults}>
          {(attributes) => (
            <textarea name="reason" rows={5} dir="auto" {...attributes}>
              {inTextarea(reason)}
            </textarea>
          )}
        </Field>
        <input type="hidden" name="key" value={keyOfForm} />
        <p class="boutons">
          <button>{report.send}</button>
        </p>
      </form>
      {children && <h2>{report.note}</h2>}
      {children}
      <p>
        <a href={`/notes/${id}/`}>{report.back}</a>
      </p>
    </>
  )
}

export function ReportedPage({ t, reference, address }: { t: Strings; reference: string; address: string }) {
  const { report } = t
  return (
    <>
      <h1>{report.doneTitle}</h1>
      <p>
        {report.reference}
        {t.colon}
        <span class="reference">{reference}</span>
      </p>
      <p>{report.doneText}</p>
      <p>
        <a href={encodePath(address)}>{report.backToPage}</a>
      </p>
    </>
  )
}
