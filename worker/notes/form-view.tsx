import type { Child } from 'hono/jsx'
import type { PageIndex } from '../site/page-index'
import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import { NoteArticle } from './note-article'

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

/** A message tied to the field that it is about. */
export type FieldMessage = { field: string; message: string }

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
                <p id="page">
                  <a href={typed.page}>{title}</a>
                </p>
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

type CheckProps = {
  site: SiteSettings
  t: Strings
  typed: Typed
  pageTitle: string
  /** The note as the published page will show it. */
  html: string
  /** Said first: why the note is not away yet. */
  notice?: string | undefined
  heading?: string | undefined
  send?: string | undefined
}

/** « Relire avant d’envoyer »: the note as it will show, and everything typed, kept in the page. */
export function CheckPage({ site, t, typed, pageTitle, html, notice, heading, send }: CheckProps) {
  const { check } = t
  return (
    <>
      <h1>{heading ?? check.title}</h1>
      {notice ? (
        <p class="resume" role="alert">
          {notice}
        </p>
      ) : (
        <p>{check.intro}</p>
      )}
      <p class="faits">
        {check.page} : <a href={typed.page}>{pageTitle}</a>
        <br />
        {check.licence} : {site.licence.name}
      </p>
      <h2>{check.note}</h2>
      <NoteArticle author={typed.author.trim() || null} html={html} t={t} />
      <form method="post" action="/contribuer/">
        <input type="hidden" name="page" value={typed.page} />
        <input type="hidden" name="body" value={typed.body} />
        <input type="hidden" name="author" value={typed.author} />
        <input type="hidden" name="licence" value={typed.licence ? 'on' : ''} />
        <input type="hidden" name="site_web" value={typed.trap} />
        <Hidden typed={typed} />
        <p class="boutons">
          <button name="intent" value="send">
            {send ?? check.send}
          </button>
          <button class="second" name="intent" value="edit">
            {check.change}
          </button>
        </p>
      </form>
    </>
  )
}

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
  hint?: string
  faults: FieldMessage[]
  children: (attributes: Record<string, string | undefined>) => Child
}

/** A label, its hint and its fault, tied to the control that `children` makes. */
export function Field({ name, label, hint, faults, children }: FieldProps) {
  const fault = faults.find(({ field }) => field === name)
  const described = [hint && `${name}-aide`, fault && `${name}-faute`].filter(Boolean).join(' ')
  return (
    <div class="champ">
      {label && <label for={name}>{label}</label>}
      {hint && (
        <p class="aide" id={`${name}-aide`}>
          {hint}
        </p>
      )}
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
    </div>
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

function Hidden({ typed }: { typed: Typed }) {
  return (
    <>
      <input type="hidden" name="key" value={typed.key} />
      <input type="hidden" name="stamp" value={typed.stamp} />
    </>
  )
}

/** Address and title of the pages that take notes, by title. */
export function openPages(index: PageIndex): [address: string, title: string][] {
  return Object.entries(index.pages)
    .filter(([, { notes }]) => notes === 'open')
    .map(([address, { title }]): [string, string] => [address, title])
    .sort(([, a], [, b]) => a.localeCompare(b, index.site.lang))
}
