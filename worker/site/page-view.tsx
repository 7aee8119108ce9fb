import { raw } from 'hono/html'
import { hourRange, longDay } from './dates'
import type { Session } from './page-index'
import { Breadcrumbs, type Neighbours, NeighboursNav, type Way } from './page-ways'
import { encodePath } from './paths'
import type { SiteSettings } from './settings'
import { NOTES_SLOT } from './slots'
import { type Strings, stringsFor } from './strings'
import { typeset } from './typography'

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
      {sessionsOfDay && <SessionsOfDay site={site} sessions={sessionsOfDay} lang={lang} t={t} />}
      {takesNotes && (
        <section id="notes" aria-labelledby="notes-titre" lang={t.lang === lang ? undefined : t.lang}>
          <h2 id="notes-titre">{t.notes}</h2>
          {raw(NOTES_SLOT)}
        </section>
      )}
      <NeighboursNav {...neighbours} lang={lang} t={t} />
    </>
  )
}

type SessionProps = { site: SiteSettings; session: Session; lang: string; t: Strings }

function SessionFacts({ site, session, lang, t }: SessionProps) {
  const facts = [nameIn(site.rooms, session.room), nameIn(site.themes, session.theme)].filter(Boolean)
  return (
    <p class="faits">
      <SessionState session={session} t={t} />
      <strong>
        <time datetime={session.start}>
          {longDay(session.start, lang)}, {hourRange(session.start, session.end, lang)}
        </time>
      </strong>
      {facts.map((fact) => ` · ${fact}`)}
      {session.speakers.length > 0 && (
        <>
          <br />
          {session.speakers.join(', ')}
        </>
      )}
    </p>
  )
}

function SessionState({ session, t }: { session: Session; t: Strings }) {
  if (session.status === 'confirmed') return null
  return (
    <>
      <strong class="etat">{session.status === 'cancelled' ? t.cancelled : t.moved}</strong>
      {' · '}
    </>
  )
}

function Contents({ headings, lang, t }: { headings: Heading[]; lang: string; t: Strings }) {
  return (
    <details class="toc">
      <summary lang={t.lang === lang ? undefined : t.lang}>{t.onThisPage}</summary>
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

function SessionsOfDay({ site, sessions, lang, t }: Omit<SessionProps, 'session'> & { sessions: Session[] }) {
  if (sessions.length === 0) return <p>{t.noSession}</p>
  const hours = Map.groupBy(sessions, (session) => hourRange(session.start, session.end, lang))
  return (
    <>
      {[...hours].map(([range, together]) => (
        <>
          <h2>{range}</h2>
          <ul class="seances">
            {together.map((session) => (
              <li>
                <a href={encodePath(session.address)}>{typeset(session.title, lang)}</a>
                <span>
                  <SessionState session={session} t={t} />
                  {[nameIn(site.themes, session.theme), nameIn(site.rooms, session.room)].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      ))}
    </>
  )
}

function nameIn(list: { id: string; name: string }[], id: string | undefined): string | undefined {
  return list.find((each) => each.id === id)?.name
}
