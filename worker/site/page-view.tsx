import { raw } from 'hono/html'
import { langAmong } from './in-language'
import type { Session } from './page-index'
import { Breadcrumbs, type Neighbours, NeighboursNav, type Way } from './page-ways'
import { type ListedSession, SessionFacts, SessionList } from './sessions-view'
import type { SiteSettings } from './settings'
import { NOTES_SLOT } from './slots'
import { type Strings, stringsFor } from './strings'

/** A heading that the table of contents names. */
export type Heading = { id: string; text: string }

type PageViewProps = {
  site: SiteSettings
  lang: string
  /** HTML of the page's heading, without its tag. */
  heading: string
  /** Finished HTML of the text under it. */
  html: string
  /** Empty: no table of contents. */
  contents: Heading[]
  takesNotes: boolean
  session?: Session | undefined
  /** For a day's page: its sessions in the order of the programme. */
  sessionsOfDay?: ListedSession[] | undefined
  /** The pages above this one, the home page first. Empty: none is shown. */
  above: Way[]
  neighbours: Neighbours
}

/** What stands in the shell of a page that the build writes. */
export function PageView(props: PageViewProps) {
  const { site, lang, heading, html, contents, takesNotes, session, sessionsOfDay, above, neighbours } = props
  const t = stringsFor(lang)
  return (
    <>
      {above.length > 0 && <Breadcrumbs above={above} lang={lang} t={t} />}
      <h1>{raw(heading)}</h1>
      {session && <SessionFacts site={site} session={session} lang={lang} t={t} />}
      {contents.length > 0 && <Contents headings={contents} lang={lang} t={t} />}
      {raw(html)}
      {sessionsOfDay && <SessionList site={site} sessions={sessionsOfDay} lang={lang} t={t} />}
      {sessionsOfDay?.length === 0 && <p>{t.noSession}</p>}
      {takesNotes && (
        <section id="notes" aria-labelledby="notes-titre" lang={langAmong(lang, t.lang)}>
          <h2 id="notes-titre">{t.notes}</h2>
          {raw(NOTES_SLOT)}
        </section>
      )}
      <NeighboursNav {...neighbours} lang={lang} t={t} />
    </>
  )
}

function Contents({ headings, lang, t }: { headings: Heading[]; lang: string; t: Strings }) {
  return (
    <details class="toc">
      <summary lang={langAmong(lang, t.lang)}>{t.onThisPage}</summary>
      <ul>
        {headings.map((heading) => (
          <li>
            <a href={`#${heading.id}`}>{heading.text}</a>
          </li>
        ))}
      </ul>
    </details>
  )
}
