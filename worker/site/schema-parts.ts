import * as v from 'valibot'

export const text = v.pipe(v.string(), v.trim(), v.minLength(1))

export const day = v.pipe(
  v.string(),
  v.check((value) => isRealTime(`${value}T00:00`), 'un jour qui existe, écrit comme 2022-07-06'),
)

/** Local time at the event, to the minute: `2022-07-06T10:30`. */
export const localTime = v.pipe(
  v.string(),
  v.check(isRealTime, 'un jour et une heure qui existent, écrits comme 2022-07-06T10:30'),
)

export function isRealTime(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value)) return false
  const time = new Date(`${value}:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value)
}
