import type { Child } from 'hono/jsx'
import { dayAndHours, hourRange } from './dates'
import { langAmong } from './in-language'
import type { Session } from './page-index'
import { encodePath } from './paths'
import type { SiteSettings } from './settings'
import type { Strings } from './strings'

/** How a session of the programme is told, wherever it is. */

type SessionProps = { site: SiteSettings; session: Session; lang: string; t: Strings }

/** On the session's own page: its state, day and hour, room, theme and speakers, and the way into a calendar. */
export function SessionFacts({ site, session, lang, t }: SessionProps) {
  const facts = [nameIn(site.rooms, session.room), nameIn(site.themes, session.theme)].filter(Boolean)
  return (
    <p class="faits">
      <SessionState session={session} t={t} />
      <strong>
        <time datetime={session.start}>{dayAndHours(session, lang)}</time>
      </strong>
      {facts.map((fact) => `\u00a0· ${fact}`)}
      {session.speakers.length > 0 && (
        <>
          <br />
          {session.speakers.join(', ')}
        </>
      )}
      <br />
      <a href={`${encodePath(session.address)}session.ics`}>{t.programme.toCalendar}</a>
    </p>
  )
}

/** What a visitor must know before they go there. */
export function SessionState({ session, t }: { session: Session; t: Strings }) {
  if (session.status === 'confirmed') return null
  return (
    <>
      <strong class="etat">{session.status === 'cancelled' ? t.cancelled : t.moved}</strong>
      {' · '}
    </>
  )
}

/** With the language of its page, and so of its title. */
export type ListedSession = Session & { lang: string }

type SessionListProps = Omit<SessionProps, 'session'> & {
  sessions: ListedSession[]
  /** Level of the headings that say the hours. Default: 2. */
  level?: 2 | 3
  /** What a heading says of when. Default: the hours, where the day is said above. */
  when?: (session: Session, lang: string) => string
  /** What else stands under a session: how many notes it has. */
  more?: (session: Session) => Child
}

/** Sessions by hour: a list and no table, so that seven at once read well on a small phone. */
export function SessionList({ sessions, level, when = hourRange, ...props }: SessionListProps) {
  const Heading = level === 3 ? 'h3' : 'h2'
  const hours = Map.groupBy(sessions, (session) => when(session, props.lang))
  return (
    <>
      {[...hours].map(([range, together]) => (
        <>
          <Heading>{range}</Heading>
          <ul class="seances">
            {together.map((session) => (
              <SessionItem session={session} {...props} />
            ))}
          </ul>
        </>
      ))}
    </>
  )
}

type SessionItemProps = Omit<SessionListProps, 'sessions' | 'level' | 'when'> & { session: ListedSession }

function SessionItem({ site, session, lang, t, more }: SessionItemProps) {
  return (
    <li>
      <a href={encodePath(session.address)} lang={langAmong(lang, session.lang)}>
        {session.title}
      </a>{' '}
      <span>
        <SessionState session={session} t={t} />
        {[nameIn(site.themes, session.theme), nameIn(site.rooms, session.room)].filter(Boolean).join('\u00a0· ')}
      </span>
      {more && <span>{more(session)}</span>}
    </li>
  )
}

/** The name of a room or theme that a session names by its id. */
export function nameIn(list: { id: string; name: string }[], id: string | undefined): string | undefined {
  return list.find((each) => each.id === id)?.name
}
