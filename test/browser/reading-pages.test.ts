import AxeBuilder from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { kindsOfPage, oddContent } from '../support/odd-content'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish({ 'content/site.yml': `${siteYaml}annonce: Une salle a changé.\n`, ...oddContent })
})
afterAll(() => Promise.all([site.close(), browser.close()]))

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4', 'best-practice']
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [320, 1280].map((width) => ({ colorScheme, width })),
)

describe.each(kindsOfPage)('%s', (_, address) => {
  test.each(looks)('axe finds nothing, nothing overflows: $colorScheme, $width px', async ({ colorScheme, width }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text())
    })
    await page.goto(site.url + address)
    const { violations } = await new AxeBuilder({ page }).options({ runOnly: axeTags }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    expect(refused).toEqual([])
    await context.close()
  })
})
