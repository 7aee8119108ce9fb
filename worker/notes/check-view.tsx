import { langAmong } from '../site/in-language'
import { encodePath } from '../site/paths'
import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import { KeptText } from './kept-view'
import { NoteArticle } from './note-article'
import { Hidden, type Typed } from './typed'

type CheckProps = {
  site: SiteSettings
  t: Strings
  typed: Typed
  /** As the note will show it. */
  author: string | null
  pageTitle: string
  /** Language of that title. */
  pageLang: string
  /** The note as the published page will show it. */
  html: string
  /** Said first: why the note is not away yet. */
  notice?: string | undefined
  heading?: string | undefined
  send?: string | undefined
  /** The text was not taken: it stands where it can be read and copied. */
  showSource?: boolean
  /** Receipt of the note that came before under the same key. */
  earlier?: string | undefined
}

/** « Relire avant d’envoyer »: the note as it will show, and everything typed, kept in the page. */
export function CheckPage({
  site,
  t,
  typed,
  author,
  pageTitle,
  pageLang,
  html,
  notice,
  heading,
  send,
  showSource,
  earlier,
}: CheckProps) {
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
      {earlier && (
        <p>
          <a href={earlier}>{check.followEarlier}</a>
        </p>
      )}
      <p class="faits">
        {check.page}
        {t.colon}
        <a href={encodePath(typed.page)} lang={langAmong(t.lang, pageLang)}>
          {pageTitle}
        </a>
        <br />
        {check.licence(site.licence.name)}
      </p>
      <h2>{check.note}</h2>
      <NoteArticle author={author} html={html} t={t} />
      <form method="post" action="/contribuer/">
        <input type="hidden" name="page" value={typed.page} />
        {showSource ? <KeptText t={t} body={typed.body} /> : <input type="hidden" name="body" value={typed.body} />}
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
