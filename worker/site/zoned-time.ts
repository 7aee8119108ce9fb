/**
 * The programme says local times, `2022-07-06T10:30`; clocks and calendars elsewhere want to know which moment that
 * is. The platform's own time zone data answers.
 */

/** Which local time it is at a moment: `2022-07-06T10:30`. */
export function localTimeAt(moment: Date, timezone: string): string {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`
}

/** Making one takes many times as long as using it, and a site has one time zone. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timezone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timezone) ?? new Intl.DateTimeFormat('en', { ...numeric, timeZone: timezone, hourCycle: 'h23' })
  formats.set(timezone, format)
  return format
}

const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const

/**
 * RFC 3339: `2022-07-06T10:30:00+02:00`. An hour that the change to summer time leaves out is read as if the clock
 * had not changed yet; one that stands twice in autumn, as its first.
 */
export function withOffset(local: string, timezone: string): string {
  const asUtc = Date.parse(`${local}Z`)
  const offsetOf = (moment: number) => offsetAt(moment, timezone)
  const dayBefore = offsetOf(asUtc - DAY_MS)
  const isTrue = offsetOf(asUtc - dayBefore) === dayBefore
  const minutes = (isTrue ? dayBefore : offsetOf(asUtc - offsetOf(asUtc))) / 60_000
  return `${local}:00${offsetText(minutes)}`
}

const DAY_MS = 24 * 60 * 60_000

function offsetAt(moment: number, timezone: string): number {
  return Date.parse(`${localTimeAt(new Date(moment), timezone)}Z`) - moment
}

function offsetText(minutes: number): string {
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
}

/** How often the clock shows a local time: twice in the hour that autumn repeats, never in the one that spring leaves out. */
export function timesShown(local: string, timezone: string): number {
  const asUtc = Date.parse(`${local}Z`)
  const offsets = new Set([-DAY_MS, DAY_MS].map((away) => offsetAt(asUtc + away, timezone)))
  return [...offsets].filter((offset) => localTimeAt(new Date(asUtc - offset), timezone) === local).length
}

/**
 * Whether a local time of the programme has come at a moment. What the clock shows for the second time in an autumn night
 * is later than all of that hour, which the programme means as the first.
 */
export function hasComeAt(moment: Date, timezone: string): (local: string) => boolean {
  const now = localTimeAt(moment, timezone)
  const isSecond = moment.getTime() - momentOf(now, timezone) >= 60_000
  return isSecond ? (local) => momentOf(local, timezone) <= moment.getTime() : (local) => local <= now
}

/** Minutes that pass between two local times, over a change of the clock too; never fewer than none. */
export function minutesBetween(start: string, end: string, timezone: string): number {
  return Math.max(0, (momentOf(end, timezone) - momentOf(start, timezone)) / 60_000)
}

/** In milliseconds, as `Date` has it. */
export function momentOf(local: string, timezone: string): number {
  return Date.parse(withOffset(local, timezone))
}
