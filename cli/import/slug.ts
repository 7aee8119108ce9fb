import { unaccented } from '../../worker/site/search-words'

/** Words as they may stand in an address: `Où aller ? Là-bas` → `ou-aller-la-bas`. Empty when nothing is left. */
export function slugOf(text: string): string {
  return unaccented(text)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
}

/** The slug, or the first of `slug-2`, `slug-3`… that is not taken. */
export function freeSlug(slug: string, isTaken: (slug: string) => boolean): string {
  const base = slug || 'sans-titre'
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? base : `${base}-${n}`
    if (!isTaken(candidate)) return candidate
  }
}
