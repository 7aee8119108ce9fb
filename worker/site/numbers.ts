/**
 * A number as a language writes it: « 12 345,6 ». By hand, because the first `Intl.NumberFormat` of an isolate takes
 * longer than all the rest of its first page.
 * @param value Already rounded, below 1e21.
 */
export function numberText(value: number, { thousands, decimal }: { thousands: string; decimal: string }): string {
  const [whole = '', fraction] = String(value).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands)
  return fraction === undefined ? grouped : grouped + decimal + fraction
}

/** Bytes in kB as they are told to a person: one decimal under 10 kB, « 6,2 ». */
export function roundedKilobytes(bytes: number): number {
  return bytes < 10_000 ? Math.round(bytes / 100) / 10 : Math.round(bytes / 1000)
}
