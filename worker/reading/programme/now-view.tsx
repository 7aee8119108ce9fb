import type { Counts } from '../../publishing/values'
import { dayAndHours, dayOf, hour, hourRange, lastsDays, longDay } from '../../site/dates'
import type { PageIndex, PublishedSession, Session } from '../../site/page-index'
import { SessionList } from '../../site/sessions-view'
import type { Strings } from '../../site/strings'
import { NotesOfSession } from './notes-of-session'
import { listed, type nowAndNext, takesPlace } from './sessions'

type NowAndNextProps = {
  index: PageIndex
  shown: ReturnType<typeof nowAndNext>
  counts: Counts
  /** Local time at the event. */
  now: string
  t: Strings
}

/** What runs now, and what begins next, which may be on another day. */
export function NowAndNext({ index, shown, counts, now, t }: NowAndNextProps) {
  const { site } = index
  const { running, cancelled, next } = shown
  const list = (of: PublishedSession[]) => (
    <SessionList
      site={site}
      sessions={of.map((session) => listed(index, session))}
      lang={site.lang}
      t={t}
      level={3}
      when={whenAnyDay}
      more={(session) => <NotesOfSession index={index} session={session} counts={counts} t={t} />}
    />
  )
  return (
    <>
      <h1>{t.programme.nowTitle}</h1>
      <p class="faits">{t.programme.nowAt(`${longDay(now, site.lang)}, ${hour(now, site.lang)}`)}</p>
      <h2>{t.programme.now}</h2>
      {running.length > 0 ? <div class="encours">{list(running)}</div> : <p>{t.programme.nothingNow}</p>}
      {list(cancelled)}
      <h2>{t.programme.next}</h2>
      {!next.some(takesPlace) && <p>{t.programme.nothingNext}</p>}
      {[...Map.groupBy(next, dayOf)].map(([day, ofDay]) => (
        <>
          {!now.startsWith(day) && <p>{longDay(day, site.lang)}</p>}
          {list(ofDay)}
        </>
      ))}
      <p>
        <a href="/programme/">{t.programme.showAll}</a>
      </p>
    </>
  )
}

/** Today is perhaps a later day of it. */
function whenAnyDay(session: Session, lang: string): string {
  return lastsDays(session) ? dayAndHours(session, lang) : hourRange(session, lang)
}
