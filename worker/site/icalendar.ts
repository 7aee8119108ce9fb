import type { CalendarZone } from './page-index'

/**
 * iCalendar, RFC 5545. Written here because the libraries that were tried write what readers refuse: one folds at 75
 * characters instead of octets, the other leaves the Z of a DTSTAMP out beside a time zone.
 */

export type CalendarEvent = {
  /** Stable for ever: a calendar knows the event by it. */
  uid: string
  /** RFC 3339, UTC: when this version of the event was published. */
  stamp: string
  /** Rises with each version. */
  sequence: number
  /** Local time in the calendar's zone: `2022-07-06T10:30`. */
  start: string
  end: string
  summary: string
  description: string
  location: string
  url: string
  categories: string[]
  cancelled: boolean
}

/** @param lang The language of its words. */
export function iCalendar(
  { name, lang }: { name: string; lang: string },
  zone: CalendarZone,
  events: CalendarEvent[],
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Kesako//Kesako//${lang.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    ...zone.rules,
    ...events.flatMap((event) => eventLines(event, zone.id)),
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

function eventLines(event: CalendarEvent, zone: string): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${compactTime(event.stamp.slice(0, 19))}Z`,
    `SEQUENCE:${event.sequence}`,
    `DTSTART;TZID=${zone}:${compactTime(`${event.start}:00`)}`,
    `DTEND;TZID=${zone}:${compactTime(`${event.end}:00`)}`,
    `SUMMARY:${escapeText(event.summary)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    `LOCATION:${escapeText(event.location)}`,
    `URL:${event.url}`,
    ...(event.categories.length > 0 ? [`CATEGORIES:${event.categories.map(escapeText).join(',')}`] : []),
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ]
}

/** `2022-07-06T10:30:00` → `20220706T103000` */
function compactTime(time: string): string {
  return time.replace(/[-:]/g, '')
}

/** RFC 5545, 3.3.11; what no calendar may hold is left out. */
function escapeText(text: string): string {
  return text
    .replace(/[^\P{Cc}\n]|\p{Cs}/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

const MAX_OCTETS = 75

/** RFC 5545, 3.1: a line of at most 75 octets, what goes on begins with a space; no character is cut in two. */
function fold(line: string): string {
  const encoder = new TextEncoder()
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > MAX_OCTETS) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}
