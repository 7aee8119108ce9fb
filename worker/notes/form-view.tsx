import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import { FaultSummary, Field, type FieldMessage } from './fields'
import { Hidden, type Typed } from './typed'

type FormProps = {
  site: SiteSettings
  t: Strings
  typed: Typed
  /** Address and title of every page that takes notes. */
  pages: [address: string, title: string][]
  faults: FieldMessage[]
}

/** The note form. Everything works without JavaScript; what was typed stands in it again after a fault. */
export function NoteForm({ site, t, typed, pages, faults }: FormProps) {
  const title = pages.find(([address]) => address === typed.page)?.[1]
  const { form } = t
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{form.title}</h1>
      <p>{form.intro}</p>
      <form method="post" action="/contribuer/" novalidate>
        <Field name="page" label={form.page} faults={faults}>
          {(attributes) =>
            title !== undefined && faults.every(({ field }) => field !== 'page') ? (
              <>
                <input type="hidden" name="page" value={typed.page} />
                <output id="page">
                  <a href={typed.page}>{title}</a>
                </output>
              </>
            ) : (
              <select name="page" {...attributes}>
                <option value="">{form.choosePage}</option>
                {pages.map(([address, label]) => (
                  <option value={address} selected={address === typed.page}>
                    {label}
                  </option>
                ))}
              </select>
            )
          }
        </Field>
        <WritingFields t={t} typed={typed} faults={faults} />
        <Formatting t={t} />
        <Field name="licence" faults={faults} hint={form.licenceHint}>
          {(attributes) => (
            <label class="coche">
              <input type="checkbox" name="licence" value="on" checked={typed.licence} {...attributes} />
              <span>{form.licence(site.licence.name)}</span>
            </label>
          )}
        </Field>
        <div class="piege" aria-hidden="true">
          <label for="site_web">{form.trap}</label>
          <input id="site_web" name="site_web" value={typed.trap} tabindex={-1} autocomplete="off" />
        </div>
        <Hidden typed={typed} />
        <p class="boutons">
          <button name="intent" value="preview">
            {form.check}
          </button>
        </p>
        <p class="aide">{form.data}</p>
      </form>
    </>
  )
}

/** The fields that a note and its corrections share. */
export function WritingFields({
  t,
  typed,
  faults,
}: {
  t: Strings
  typed: Pick<Typed, 'body' | 'author'>
  faults: FieldMessage[]
}) {
  const { form } = t
  return (
    <>
      <Field name="body" label={form.body} hint={form.bodyHint} faults={faults}>
        {(attributes) => (
          <textarea name="body" rows={12} autocapitalize="sentences" spellcheck={true} {...attributes}>
            {typed.body}
          </textarea>
        )}
      </Field>
      <Field name="author" label={form.author} hint={form.authorHint} faults={faults}>
        {(attributes) => <input name="author" value={typed.author} autocomplete="name" {...attributes} />}
      </Field>
    </>
  )
}

function Formatting({ t }: { t: Strings }) {
  return (
    <details>
      <summary>{t.form.formatting}</summary>
      <dl>
        {t.form.formattingRows.map(([typed, gives]) => (
          <>
            <dt>
              <code>{typed}</code>
            </dt>
            <dd>{gives}</dd>
          </>
        ))}
      </dl>
    </details>
  )
}
