import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { isLong } from './amount'
import { expectWellMade, type Look, visitor } from './axe'

/** Somebody with a browser in which JavaScript is off. */
export async function personWithoutScript(browser: Browser, look: Look): Promise<Page> {
  const context = await browser.newContext({
    colorScheme: look.colorScheme,
    viewport: { width: look.width, height: 800 },
    javaScriptEnabled: false,
  })
  return context.newPage()
}

/** axe needs JavaScript, so the same page is opened again by somebody who has it. */
export async function inspect(page: Page, look: Look): Promise<void> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page belongs to no browser.')
  const context = await visitor(browser, look)
  await context.addCookies(await page.context().cookies())
  const twin = await context.newPage()
  await twin.setContent(await page.content())
  await expectWellMade(twin)
  await context.close()
}

/** Nothing overflows; axe takes its time, and judges a page that it judges elsewhere as well in the long run alone. */
export async function glance(page: Page, look: Look): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(look.width)
  if (isLong) await inspect(page, look)
}

/** Presses what leads to another page, and waits until that one is there. */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(selector)])
}
