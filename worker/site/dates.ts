/** Local times of the programme, written out. They hold no zone, so they are formatted as if they were UTC. */

/** `2022-07-06` → « Mercredi 6 juillet 2022 », as it begins a line. */
export function longDay(day: string, lang: string): string {
  const format = new Intl.DateTimeFormat(lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const text = format.format(new Date(`${day.slice(0, 10)}T00:00Z`))
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `2022-07-06T10:30` → « 10 h 30 »; English: “10:30”. */
export function hour(time: string, lang: string): string {
  const [hours = '', minutes = ''] = time.slice(11).split(':')
  if (lang === 'en') return `${hours}:${minutes}`
  return `${Number(hours)}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}`
}

export function hourRange(start: string, end: string, lang: string): string {
  return `${hour(start, lang)} – ${hour(end, lang)}`
}

/** Bytes as they are told to a person: one decimal under 10 kB, « 6,2 ». */
export function kilobytes(bytes: number, lang: string): string {
  const digits = bytes < 10_000 ? 1 : 0
  return new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(bytes / 1000)
}
