import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library'
import type { CalendarZone } from '../../worker/site/page-index'

/**
 * The rules of a time zone as calendars want them; an old name of a zone (`Asia/Calcutta`) becomes the present one.
 * @param timezone IANA name.
 * @returns Null: none are known.
 */
export function calendarZone(timezone: string): CalendarZone | null {
  // Of one that it does not know it would speak itself.
  if (!tzlib_get_timezones().includes(timezone)) return null
  const [block, parameter] = tzlib_get_ical_block(timezone)
  const id = /^TZID=(.+)/.exec(parameter ?? '')?.[1]
  return block && id !== undefined ? { id, rules: block.trim().split(/\r?\n/) } : null
}

/** A name that calendars know: the one that was meant, where only its capitals differ, else an example. */
export function knownZone(timezone: string): string {
  const meant = timezone.toLowerCase()
  return [tzlib_get_timezones()].flat().find((name) => name.toLowerCase() === meant) ?? 'Europe/Paris'
}
