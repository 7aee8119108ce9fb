import type { Counts } from '../../publishing/values'
import { dayOf, longDay } from '../../site/dates'
import type { PageIndex, PublishedSession } from '../../site/page-index'
import { SessionList } from '../../site/sessions-view'
import type { ShellProps } from '../../site/shell'
import { type Strings, stringsFor } from '../../site/strings'
import { type Choice, isChosen, programmeAddress, queryFor } from './choice'
import { ChoiceOfSessions } from './choice-view'
import { NotesOfSession } from './notes-of-session'
import { listed, sessionDays } from './sessions'

type ProgrammeProps = {
  index: PageIndex
  sessions: PublishedSession[]
  counts: Counts
  choice: Choice
  /** Themes and rooms to choose from; without them where nobody answers to a choice. */
  choosable: boolean
  t: Strings
}

/** The programme as a page, on the site and in the copy of it that opens from disk. */
export function programmePage(props: Omit<ProgrammeProps, 't'>): ShellProps {
  const { site } = props.index
  const { day } = props.choice
  const t = stringsFor(site.lang)
  // What a stranger made up is no part of the programme, so it has neither a title nor an address of its own.
  const theme = site.themes.find(({ id }) => id === props.choice.theme)
  const room = site.rooms.find(({ id }) => id === props.choice.room)
  const title = day ? t.programme.dayTitle(longDay(day, site.lang)) : t.programme.title
  return {
    site,
    title: [title, theme?.name, room?.name].filter(Boolean).join(', '),
    description: day ? t.programme.aboutDay(site.event.name) : t.programme.about(site.event.name),
    address: programmeAddress({ day }),
    query: queryFor({ theme: theme?.id, room: room?.id }),
    children: <Programme {...props} t={t} />,
  }
}

/** Sessions by day and hour, the ways to the other days, and themes and rooms to choose from. */
function Programme({ index, sessions, counts, choice, choosable, t }: ProgrammeProps) {
  const { site } = index
  const { day } = choice
  const chosen = sessions.filter((session) => isChosen(session, choice))
  const list = (of: PublishedSession[], level: 2 | 3) => (
    <SessionList
      site={site}
      sessions={of.map((session) => listed(index, session))}
      lang={site.lang}
      t={t}
      level={level}
      more={(session) => <NotesOfSession index={index} session={session} counts={counts} t={t} />}
    />
  )
  return (
    <>
      <h1>{day ? t.programme.dayTitle(longDay(day, site.lang)) : t.programme.title}</h1>
      <Days days={sessionDays(sessions)} choice={choice} lang={site.lang} t={t} />
      {choosable && <ChoiceOfSessions site={site} sessions={sessions} choice={choice} t={t} />}
      {chosen.length === 0 && <Nothing choice={choice} t={t} />}
      {day
        ? list(chosen, 2)
        : [...Map.groupBy(chosen, dayOf)].map(([each, ofDay]) => (
            <>
              <h2>
                <a href={programmeAddress({ ...choice, day: each })}>{longDay(each, site.lang)}</a>
              </h2>
              {list(ofDay, 3)}
            </>
          ))}
      {sessions.length > 0 && <Takeaways day={day} t={t} />}
    </>
  )
}

/** The other days of the same choice. */
function Days({ days, choice, lang, t }: { days: string[]; choice: Choice; lang: string; t: Strings }) {
  const link = (address: string, label: string, current: boolean) => (
    <li>
      <a href={address} aria-current={current ? 'page' : undefined}>
        {label}
      </a>
    </li>
  )
  return (
    <nav aria-label={t.programme.days}>
      <ul class="suite">
        {link(programmeAddress({ ...choice, day: undefined }), t.programme.allDays, choice.day === undefined)}
        {days.map((day) => link(programmeAddress({ ...choice, day }), longDay(day, lang), day === choice.day))}
        {link('/programme/maintenant/', t.programme.nowTitle, false)}
      </ul>
    </nav>
  )
}

function Nothing({ choice, t }: { choice: Choice; t: Strings }) {
  if (choice.theme === undefined && choice.room === undefined) {
    return <p>{choice.day ? t.noSession : t.programme.none}</p>
  }
  return (
    <p>
      {t.programme.noneChosen} <a href="/programme/">{t.programme.showAll}</a>
    </p>
  )
}

/** What a phone takes along and what an organiser prints. */
function Takeaways({ day, t }: { day: string | undefined; t: Strings }) {
  return (
    <ul class="suite">
      <li>
        <a href="/schedule.ics">{t.programme.allToCalendar}</a>
      </li>
      <li>
        <a href="/schedule.xml">{t.programme.allToApp}</a>
      </li>
      <li>
        <a href="/hors-connexion/">{t.offline.withProgramme.on}</a>
      </li>
      {day && (
        <li>
          <a href={`/programme/${day}/affiches/`}>{t.programme.posters}</a>
        </li>
      )}
    </ul>
  )
}
