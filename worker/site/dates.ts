import { localTimeAt } from './zoned-time'

/** Local times of the programme, written out. They hold no zone, so they are formatted as if they were UTC. */

/** `2022-07-06` → « Mercredi 6 juillet 2022 », as it begins a line. */
export function longDay(day: string, lang: string): string {
  const text = dateText(day, 'whole', lang)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `2022-07-06T10:30` → « 10 h 30 »; English: “10:30”. */
export function hour(time: string, lang: string): string {
  const [hours = '', minutes = ''] = time.slice(11).split(':')
  if (lang === 'en') return `${hours}:${minutes}`
  return `${Number(hours)}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}`
}

/** `2022-07-06`: the day on which a session stands in the programme. */
export function dayOf({ start }: { start: string }): string {
  return start.slice(0, 10)
}

type Span = { start: string; end: string }

/** « Mercredi 6 juillet 2022, 9 h – 18 h ». */
export function dayAndHours({ start, end }: Span, lang: string): string {
  return `${longDay(start, lang)}, ${hourRange({ start, end }, lang)}`
}

/** « 9 h – 18 h », beside the day on which it begins; where it ends on another: « 9 h – vendredi 8 juillet, 18 h ». */
export function hourRange({ start, end }: Span, lang: string): string {
  const last = lastsDays({ start, end }) ? `${dateText(end, 'weekday', lang)}, ` : ''
  return `${hour(start, lang)} – ${last}${hour(end, lang)}`
}

/** Whether it goes on after the night that follows its first day. */
export function lastsDays(span: Span): boolean {
  return lastDay(span) > dayOf(span)
}

/** `2022-07-07`. A night belongs to the day before, until 6 in the morning, unless it is the session's first. */
export function lastDay({ start, end }: Span): string {
  const evening = new Date(Date.parse(`${end}Z`) - NIGHT_MS).toISOString().slice(0, 10)
  return [dayOf({ start }), evening].sort().at(-1) ?? evening
}

const NIGHT_MS = 6 * 60 * 60_000

/** `2022-07-06T09:02:00.000Z` → « 6 juillet 2022 à 11 h 02 » at the event. */
export function momentText(time: string, timezone: string, lang: string): string {
  const local = localTimeAt(new Date(time), timezone)
  const day = dateText(local, 'date', lang)
  const clock = local.slice(11)
  return lang === 'en' ? `${day}, ${clock}` : `${day} à ${clock.replace(/^0/, '').replace(':', '\u00a0h\u00a0')}`
}

/** How long ago, in the largest unit that fits: « 12 minutes », « 3 heures », « 2 jours ». */
export function ageText(since: string, now: Date, lang: string): string {
  const minutes = Math.max(1, Math.round((now.getTime() - Date.parse(since)) / 60_000))
  const [value, unit] =
    minutes < 90
      ? [minutes, 'minute']
      : minutes < 36 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day']
  return new Intl.NumberFormat(lang, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(Number(value))
}

/** @param time A day, or a time of it. */
function dateText(time: string, style: keyof typeof styles, lang: string): string {
  const text = formatFor(style, lang).format(new Date(`${time.slice(0, 10)}T00:00Z`))
  // Intl writes « 1 août ».
  return lang === 'fr' ? text.replace(/\b1 (?=\p{L})/u, '1er ') : text
}

const date = { day: 'numeric', month: 'long', year: 'numeric' } as const
const weekday = { weekday: 'long', day: 'numeric', month: 'long' } as const
const styles = { date, weekday, whole: { ...date, ...weekday } }

/** Making one takes fifty times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(style: keyof typeof styles, lang: string): Intl.DateTimeFormat {
  const key = `${style} ${lang}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(lang, { ...styles[style], timeZone: 'UTC' })
  formats.set(key, format)
  return format
}
