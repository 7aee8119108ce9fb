import { localTimeAt, momentOf } from '../../worker/site/zoned-time'
import { CommandError } from '../command'
import { type ForeignEvent, languageOf, leftOf, wordsAndStatus, wordsIn } from './frab-event'
import { type ForeignDay, readFrabFile } from './frab-file'
import { sessionText } from './session-text'

/** A session of somebody else's schedule, its times local at the event, to the minute. */
export type ForeignSession = {
  guid: string
  title: string
  /** Null: held as planned, or nobody says. */
  status: 'cancelled' | 'moved' | null
  /** That of its page, where it is not the site's. */
  lang: string | null
  start: string
  end: string
  room: string | null
  track: string | null
  speakers: string[]
  /** Markdown without HTML, else as it was written there; may be empty. */
  text: string
  /** What became of HTML in it. */
  textChanges: string[]
  /** Where it stands in the file, and what of it a page here has no place for. */
  line: number
  left: string[]
}

/**
 * The sessions of a frab schedule, JSON or XML (`frab-file.ts`).
 * @param timezone Where the times are told.
 * @param lang Picks a translation where a program wrote several.
 * @throws CommandError naming what cannot be read.
 */
export function readFrabSchedule(text: string, timezone: string, lang: string): ForeignSession[] {
  const days = readFrabFile(text)
  const lines = linesOfGuids(text)
  const faults: string[] = []
  const sessions = days.flatMap((day) =>
    day.events.flatMap((event) => sessionOf(event, day, { timezone, lang, lines }, (fault) => faults.push(fault))),
  )
  const seen = new Set<string>()
  for (const { guid, title } of sessions) {
    if (seen.has(guid)) faults.push(`« ${title} » : le guid ${guid} sert deux fois`)
    seen.add(guid)
  }
  if (faults.length > 0)
    throw new CommandError(
      `Le programme ne peut pas être repris, rien n’a été changé. Corrigez-le à sa source :\n${faults.map((each) => `  ${each}`).join('\n')}`,
    )
  return sessions.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
}

/** Where each guid stands first: what a person looks for in an editor. */
function linesOfGuids(text: string): Map<string, number> {
  const lines = new Map<string, number>()
  for (const [n, line] of text.split('\n').entries()) {
    for (const [guid] of line.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi)) {
      if (!lines.has(guid.toLowerCase())) lines.set(guid.toLowerCase(), n + 1)
    }
  }
  return lines
}

function sessionOf(
  event: ForeignEvent,
  day: ForeignDay,
  { timezone, lang, lines }: { timezone: string; lang: string; lines: Map<string, number> },
  fault: (message: string) => void,
): ForeignSession[] {
  const { title, status } = wordsAndStatus(event, lang)
  const say = (message: string) => {
    fault(`« ${title} » (${day.date}) : ${message}`)
    return []
  }
  if (title === '') return say('sans titre')
  const guid = event.guid?.trim().toLowerCase() ?? ''
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(guid))
    return say('sans guid, ou son guid n’est pas un UUID')
  const minutes = minutesOf(event.duration)
  if (minutes === null || minutes <= 0) return say(`durée illisible : ${event.duration}`)
  const times = timesOf(event, day, minutes, timezone)
  if (times === null) return say(`heure illisible : ${event.date || event.start}`)
  if (times.end <= times.start) return say('finit avant de commencer à l’heure locale : l’heure change entre-temps')
  const track = wordsIn(event.track, lang)
  return [
    {
      ...{ guid, title, status, lang: languageOf(event, lang), start: times.start, end: times.end },
      room: event.room.trim() || null,
      track: track || null,
      speakers: event.persons.map(nameOf).filter((name) => name !== ''),
      ...sessionText([wordsIn(event.abstract, lang), wordsIn(event.description, lang)]),
      line: lines.get(guid) ?? 1,
      left: [...leftOf(event, lang), ...times.second.map((which) => `« ${title} » : ${which}`)],
    },
  ]
}

function nameOf(person: Record<string, unknown>): string {
  const names = [person.public_name, person.full_public_name, person.name]
  return names.find((name): name is string => typeof name === 'string' && name.trim() !== '')?.trim() ?? ''
}

/**
 * With an offset, the moment that it says; without, the local time as it stands. `second`: what lies in an hour of which a
 * page can only say the first.
 */
function timesOf(
  event: ForeignEvent,
  day: ForeignDay,
  minutes: number,
  timezone: string,
): { start: string; end: string; second: string[] } | null {
  const isMoment = /T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/.test(event.date ?? '')
  const bare = isMoment
    ? null
    : (/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})/.exec(event.date ?? '')?.[1] ?? bareStart(event, day))
  if (Number.isNaN(Date.parse(isMoment ? (event.date ?? '') : `${bare}Z`))) return null
  const begins = bare === null ? Date.parse(event.date ?? '') : momentOf(bare, timezone)
  const ends = begins + minutes * 60_000
  const [start, end] = [bare ?? localTimeAt(new Date(begins), timezone), localTimeAt(new Date(ends), timezone)]
  const secondTime = (which: string, local: string, moment: number) =>
    moment - momentOf(local, timezone) < 60_000
      ? []
      : [`la seconde fois qu’il est ${local.slice(11)} (${which}) ; ici c’est la première`]
  return { start, end, second: [...secondTime('début', start, begins), ...secondTime('fin', end, ends)] }
}

function bareStart({ start }: ForeignEvent, day: ForeignDay): string | null {
  const clock = /^(\d{1,2}):(\d{2})/.exec(start ?? '')
  if (!clock) return null
  const time = `${clock[1]?.padStart(2, '0')}:${clock[2]}`
  const opens = /T(\d{2}:\d{2})/.exec(day.start)?.[1] ?? '04:00'
  const date = new Date(`${day.date.slice(0, 10)}T00:00Z`)
  if (time < opens) date.setUTCDate(date.getUTCDate() + 1)
  return `${date.toISOString().slice(0, 10)}T${time}`
}

function minutesOf(duration: string): number | null {
  const parts = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(duration.trim())
  return parts && Number(parts[1] ?? 0) * 1440 + Number(parts[2]) * 60 + Number(parts[3])
}
