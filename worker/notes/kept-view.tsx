import { inTextarea } from '../site/in-textarea'
import type { Strings } from '../site/strings'
import { Hidden, type Typed } from './typed'

/** A text that was not taken, where it can be read, changed and copied. */
export function KeptText({ t, body }: { t: Strings; body: string }) {
  return (
    <div class="champ">
      <label for="body">{t.kept.text}</label>
      <textarea id="body" name="body" rows={12} dir="auto">
        {inTextarea(body)}
      </textarea>
    </div>
  )
}

/** When nothing else of the site can be shown: the text, and a button that tries again. */
export function KeptNote({ t, typed }: { t: Strings; typed: Typed }) {
  return (
    <Kept t={t} body={typed.body} author={typed.author} action="/contribuer/" intent="preview">
      <input type="hidden" name="page" value={typed.page} />
      <input type="hidden" name="licence" value={typed.licence ? 'on' : ''} />
      <input type="hidden" name="site_web" value={typed.trap} />
      <Hidden typed={typed} />
    </Kept>
  )
}

/** The same for a correction, at the receipt's own address. */
export function KeptCorrection({ t, body, author }: { t: Strings; body: string; author: string }) {
  return <Kept t={t} body={body} author={author} action="" intent="revise" />
}

type KeptProps = {
  t: Strings
  body: string
  author: string
  action: string
  intent: string
  children?: unknown
}

function Kept({ t, body, author, action, intent, children }: KeptProps) {
  return (
    <>
      <h1>{t.kept.title}</h1>
      <p class="resume" role="alert">
        {t.kept.notice}
      </p>
      <form method="post" action={action || undefined}>
        {children}
        <KeptText t={t} body={body} />
        <div class="champ">
          <label for="author">{t.form.author}</label>
          <input id="author" name="author" value={author} autocomplete="name" dir="auto" />
        </div>
        <p class="boutons">
          <button name="intent" value={intent}>
            {t.check.retry}
          </button>
        </p>
      </form>
    </>
  )
}
