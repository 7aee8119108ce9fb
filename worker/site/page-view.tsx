import { raw } from 'hono/html'
import type { Session } from './page-index'
import { SessionFacts, SessionList } from './sessions-view'
import type { SiteSettings } from './settings'
import { NOTES_SLOT } from './slots'
import { stringsFor } from './strings'

/** A heading that the table of contents names. */
export type Heading = { id: string; text: string; depth: number }

export type PageViewProps = {
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
  sessionsOfDay?: Session[] | undefined
}

/** What stands in the shell of a page that the build writes. */
export function PageView(props: PageViewProps) {
  const { site, lang, heading, html, contents, takesNotes, session, sessionsOfDay } = props
  const t = stringsFor(lang)
  return (
    <>
      <h1>{raw(heading)}</h1>
      {session && <SessionFacts site={site} session={session} lang={lang} t={t} />}
      {contents.length > 0 && <Contents headings={contents} label={t.onThisPage} />}
      {raw(html)}
      {sessionsOfDay && <SessionList site={site} sessions={sessionsOfDay} lang={lang} t={t} />}
      {sessionsOfDay?.length === 0 && <p>{t.noSession}</p>}
      {takesNotes && (
        <section id="notes" aria-labelledby="notes-titre">
          <h2 id="notes-titre">{t.notes}</h2>
          {raw(NOTES_SLOT)}
        </section>
      )}
    </>
  )
}

function Contents({ headings, label }: { headings: Heading[]; label: string }) {
  return (
    <details class="toc">
      <summary>{label}</summary>
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
