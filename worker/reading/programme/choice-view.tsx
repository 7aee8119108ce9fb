import type { PublishedSession } from '../../site/page-index'
import type { SiteSettings } from '../../site/settings'
import type { Strings } from '../../site/strings'
import { type Choice, isChosen, programmeAddress } from './choice'

type ChoiceProps = { site: SiteSettings; sessions: PublishedSession[]; choice: Choice; t: Strings }

/** Themes and rooms as plain links, each with the number of sessions that it leads to. Closed until something is chosen. */
export function ChoiceOfSessions({ site, sessions, choice, t }: ChoiceProps) {
  const count = (other: Partial<Choice>) =>
    sessions.filter((session) => isChosen(session, { ...choice, ...other })).length
  const themes = site.themes.map(({ id, name }) => ({ name, value: id, count: count({ theme: id }) }))
  const rooms = site.rooms.map(({ id, name }) => ({ name, value: id, count: count({ room: id }) }))
  if (![...themes, ...rooms].some((each) => each.count > 0)) return null
  return (
    <details class="toc" open={choice.theme !== undefined || choice.room !== undefined}>
      <summary>{t.programme.filter}</summary>
      <Options label={t.programme.themes} all={t.programme.all} options={themes} choice={choice} by="theme" />
      <Options label={t.programme.rooms} all={t.programme.allRooms} options={rooms} choice={choice} by="room" />
    </details>
  )
}

type OptionsProps = {
  label: string
  all: string
  options: { name: string; value: string; count: number }[]
  choice: Choice
  by: 'theme' | 'room'
}

function Options({ label, all, options, choice, by }: OptionsProps) {
  const shown = options.filter(({ value, count }) => count > 0 || value === choice[by])
  if (shown.length === 0) return null
  const link = (value: string | undefined, text: string) => (
    <li>
      <a href={programmeAddress({ ...choice, [by]: value })} aria-current={choice[by] === value ? 'true' : undefined}>
        {text}
      </a>
    </li>
  )
  return (
    <nav aria-label={label}>
      <p>{label}</p>
      <ul>
        {link(undefined, all)}
        {shown.map(({ name, value, count }) => link(value, `${name} (${count})`))}
      </ul>
    </nav>
  )
}
