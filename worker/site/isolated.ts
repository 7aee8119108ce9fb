/**
 * A name within our own words where no `<bdi>` can stand: one that is written from right to left, or holds a sign that
 * turns the direction, would turn them round too. https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 * Its own isolates are left out: one that it ends or leaves open would end or swallow ours.
 */
export function isolated(name: string): string {
  return turning.test(name) ? `\u2068${name.replace(/[\u2066-\u2069]/g, '')}\u2069` : name
}

/** https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt: where R and AL are the default. */
const turning = /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
