import { encode } from 'uqr'
import { dayAndHours, dayOf, longDay } from '../../site/dates'
import { langAmong } from '../../site/in-language'
import type { PageEntry, PageIndex, Session } from '../../site/page-index'
import { type ListedSession, nameIn, SessionState } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'
import type { ShellProps } from '../../site/shell'
import { shortCode } from '../../site/short-code'
import { type Strings, stringsFor } from '../../site/strings'
import { listed } from './sessions'

/** The poster of one session's door. Null: its page is no more. */
export function posterPage(index: PageIndex, session: Session): ShellProps | null {
  const { site, pages } = index
  const page = pages[session.address]
  if (!page) return null
  const t = stringsFor(site.lang)
  return {
    site,
    title: t.poster.title(session.title),
    sheet: 'poster',
    children: <Poster site={site} session={listed(index, session)} page={page} level={1} t={t} />,
  }
}

/** The posters of a day's sessions, a sheet each. */
export function postersOfDayPage(index: PageIndex, sessions: Session[], day: string): ShellProps {
  const { site, pages } = index
  const t = stringsFor(site.lang)
  const ofDay = sessions.flatMap((session) => {
    const page = pages[session.address]
    return dayOf(session) === day && page ? [{ session: listed(index, session), page }] : []
  })
  const title = t.poster.dayTitle(longDay(day, site.lang))
  const children = <PostersOfDay site={site} title={title} sessions={ofDay} t={t} />
  return { site, title, sheet: 'poster', children }
}

type PosterProps = { site: SiteSettings; session: ListedSession; page: PageEntry; level: 1 | 2; t: Strings }

/** One A4 page for a door: what happens here, and where to write about it, or to read when no notes are taken. */
function Poster({ site, session, page, level, t }: PosterProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  const code = shortCode(page.id)
  const address = `${site.url}/n/${code}`
  return (
    <section class="affiche">
      <p>{site.event.name}</p>
      <Heading class={sizeOf(session.title)} lang={langAmong(site.lang, session.lang)}>
        {session.title}
      </Heading>
      <p>
        <SessionState session={session} t={t} />
        <strong>{dayAndHours(session, site.lang)}</strong>
        <br />
        {nameIn(site.rooms, session.room) ?? t.programme.roomToCome}
      </p>
      <p class="appel">{t.poster.calls[page.notes ?? 'none']}</p>
      <p>{t.poster.scan}</p>
      <QrCode text={address} label={t.poster.qr(address)} />
      <p class="adresse">
        {address.replace(/^https?:\/\//, '').slice(0, -code.length)}
        <strong>{code}</strong>
      </p>
    </section>
  )
}

/** A longer title is set smaller, so that the address still stands on the same sheet. */
function sizeOf({ length }: string): string | undefined {
  return length > 200 ? 'tres-long' : length > 60 ? 'long' : undefined
}

type PostersOfDayProps = {
  site: SiteSettings
  title: string
  sessions: { session: ListedSession; page: PageEntry }[]
  t: Strings
}

function PostersOfDay({ site, title, sessions, t }: PostersOfDayProps) {
  return (
    <>
      <div class="mode">
        <h1>{title}</h1>
        <p>{sessions.length > 0 ? t.poster.about : t.poster.none}</p>
      </div>
      {sessions.map(({ session, page }) => (
        <Poster site={site} session={session} page={page} level={2} t={t} />
      ))}
    </>
  )
}

/** Light around the code, in modules: a reader needs four (ISO/IEC 18004, 5.3.8). */
const QUIET = 4

/** Dark on light whatever the page's colours, as readers want it; one path, so that it stays one element. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}
