import { langAmong } from '../site/in-language'
import { inTextarea } from '../site/in-textarea'
import type { PageEntry } from '../site/page-index'
import { encodePath } from '../site/paths'
import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import { FaultSummary, Field, type FieldMessage } from './fields'
import type { ChoiceGroup } from './page-choice'
import { BODY_MAX } from './submission'
import { Hidden, type Typed } from './typed'

type FormProps = {
  site: SiteSettings
  t: Strings
  typed: Typed
  /** Title of the page that the note is for; undefined: it is still to be chosen. */
  pageTitle: string | undefined
  /** Language of that title. */
  pageLang: string
  /** Every page that takes notes, where it is to be chosen. */
  choice: ChoiceGroup[]
  faults: FieldMessage[]
  /** Said at the choice of the page, where nothing is at fault: why the one asked for is not there. */
  pageNotice?: string | undefined
  /** The page at `PRIVACY_PAGE`, on a site that has it. */
  privacy?: PageEntry | undefined
}

/** Where every event begins with a page on what is kept of whom. */
export const PRIVACY_PAGE = '/donnees-personnelles/'

/** The note form. Everything works without JavaScript; what was typed stands in it again after a fault. */
export function NoteForm({ site, t, typed, pageTitle, pageLang, choice, faults, pageNotice, privacy }: FormProps) {
  const { form } = t
  if (pageTitle === undefined && choice.length === 0 && typed.body === '') return <NothingOpen t={t} />
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{form.title}</h1>
      <p>{form.intro}</p>
      <form method="post" action="/contribuer/" novalidate>
        <Field name="page" label={form.page} hint={pageNotice} faults={faults}>
          {(attributes) =>
            pageTitle === undefined ? (
              <select name="page" {...attributes}>
                <option value="">{form.choosePage}</option>
                {choice.map((group) => (
                  <Choice group={group} chosen={typed.page} t={t} />
                ))}
              </select>
            ) : (
              <>
                <input type="hidden" name="page" value={typed.page} />
                <output id="page">
                  <a href={encodePath(typed.page)} lang={langAmong(t.lang, pageLang)}>
                    {pageTitle}
                  </a>
                </output>
              </>
            )
          }
        </Field>
        <WritingFields t={t} typed={typed} faults={faults} />
        <Formatting t={t} />
        <Field name="licence" faults={faults} hint={<LicenceHint site={site} t={t} />}>
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
        <p class="aide">
          {form.data}
          {privacy && (
            <>
              {' '}
              <a href={PRIVACY_PAGE} lang={langAmong(t.lang, privacy.lang ?? site.lang)}>
                {privacy.title}
              </a>
            </>
          )}
        </p>
        <p class="aide">
          <a href="/hors-connexion/">{t.offline.title}</a>
        </p>
      </form>
    </>
  )
}

/** Below the box, and no part of its label: who touches a link there must not tick it. */
function LicenceHint({ site, t }: { site: SiteSettings; t: Strings }) {
  return (
    <>
      {t.form.licenceHint} <a href={site.licence.url}>{t.form.readLicence}</a>
    </>
  )
}

function NothingOpen({ t }: { t: Strings }) {
  return (
    <>
      <h1>{t.form.title}</h1>
      <p>{t.form.closedSite}</p>
      <p>
        <a href="/">{t.home}</a>
      </p>
    </>
  )
}

function Choice({ group, chosen, t }: { group: ChoiceGroup; chosen: string; t: Strings }) {
  return (
    <optgroup label={group.label ?? t.form.otherPages}>
      {group.pages.map(({ address, label, lang }) => (
        <option value={address} lang={lang} selected={address === chosen}>
          {label}
        </option>
      ))}
    </optgroup>
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
          <textarea
            name="body"
            rows={12}
            autocapitalize="sentences"
            enterkeyhint="enter"
            spellcheck={true}
            data-limit={BODY_MAX}
            dir="auto"
            {...attributes}
          >
            {inTextarea(typed.body)}
          </textarea>
        )}
      </Field>
      <Field name="author" label={form.author} hint={form.authorHint} faults={faults}>
        {(attributes) => <input name="author" value={typed.author} autocomplete="name" dir="auto" {...attributes} />}
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
