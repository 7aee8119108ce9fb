import type { SiteSettings } from '../../worker/site/settings'
import type { SourcePage } from './source-page'

/**
 * The pages as one would leaf through them: each before those below it, pages of the menu in its order, days and
 * sessions by their hour, the others by address.
 */
export function readingOrder(pages: SourcePage[], site: SiteSettings): SourcePage[] {
  const ranks = new Map(pages.map((page) => [page.address, rankOf(page, site)]))
  const pathOf = (page: SourcePage) =>
    lineage(page.address).map((address) => `${ranks.get(address) ?? LAST} ${address}`)
  const sorted = pages.map((page) => ({ page, path: pathOf(page) }))
  return sorted.sort((a, b) => comparePaths(a.path, b.path)).map(({ page }) => page)
}

/** The addresses above this one, from the home page down to itself. */
export function lineage(address: string): string[] {
  const segments = address.split('/').filter(Boolean)
  return ['/', ...segments.map((_, n) => `/${segments.slice(0, n + 1).join('/')}/`)]
}

const LAST = '9'

/** Sorts before what has no place of its own. */
function rankOf({ address, front }: SourcePage, site: SiteSettings): string {
  const inMenu = site.nav.findIndex(({ path }) => path === address)
  if (inMenu !== -1) return `0 ${inMenu}`
  const time = front.day ?? front.session?.start
  return time ? `1 ${time}` : LAST
}

function comparePaths(a: string[], b: string[]): number {
  const at = a.findIndex((step, n) => step !== b[n])
  const [left, right] = [a[at], b[at]]
  if (at === -1) return a.length - b.length
  if (left === undefined || right === undefined) return a.length - b.length
  return left < right ? -1 : 1
}
