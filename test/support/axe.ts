import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { amount, isLong } from './amount'

/** Everything that axe can check, `target-size` too, which `axe.run()` leaves out by itself. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4', 'best-practice']

export type Look = { colorScheme: 'light' | 'dark'; width: 320 | 1280 }

/** The looks that every page is judged in. */
export const looks: Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ([320, 1280] as const).map((width) => ({ colorScheme, width })),
)

/** The two that differ most; all four in `npm run test:long`. For pages that take many steps to reach. */
export const sliceOfLooks: Look[] = [0, 3, 1, 2].slice(0, amount({ slice: 2, whole: 4 })).flatMap((n) => looks[n] ?? [])

/** One of them in turn, so that each is met on some of a test's many pages; all of them in the long run. */
export function looksInTurn(n: number): Look[] {
  return isLong ? looks : looks.filter((_, turn) => turn === n % looks.length)
}

/** A visitor with that look. */
export function visitor(browser: Browser, { colorScheme, width }: Look): Promise<BrowserContext> {
  return browser.newContext({ colorScheme, viewport: { width, height: 800 } })
}

/** axe finds nothing on the page as it stands, and nothing overflows. */
export async function expectWellMade(page: Page): Promise<void> {
  // In the page itself: no page of ours has frames, whose findings would have to be put together in a second one.
  const axe = new AxeBuilder({ page }).options({ runOnly: tags, resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width)
}
