import * as v from 'valibot'

export const text = v.pipe(v.string(), v.trim(), v.minLength(1))

/** A key that may be left out, or stand there with nothing behind it, as one empties a line of YAML. */
export function mayBeEmpty<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.nullish(schema),
    v.transform((value) => value ?? undefined),
  )
}

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
