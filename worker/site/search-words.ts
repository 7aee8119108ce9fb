/**
 * A text as the search compares it: without accents, case, œ and æ, apostrophes and the plural's s or x, so that
 * « L’œuvre » and « oeuvres » meet. A word is then found with SQL's `instr`.
 */
export function searchable(text: string): string {
  return unaccented(text)
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => (word.length > 3 ? word.replace(/[sx]$/, '') : word))
    .filter(Boolean)
    .join(' ')
}

/** In small letters without accents; œ and æ as two. */
export function unaccented(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae')
}
