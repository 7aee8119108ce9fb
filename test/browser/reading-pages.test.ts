import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectWellMade, looksInTurn, visitor } from '../support/axe'
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

describe.each(kindsOfPage.map(([kind, address], n) => ({ kind, address, looks: looksInTurn(n) })))('$kind', (each) => {
  test.each(each.looks)('axe finds nothing, nothing overflows: $colorScheme, $width px', async (look) => {
    const context = await visitor(browser, look)
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text())
    })
    await page.goto(site.url + each.address)
    await expectWellMade(page)
    expect(refused).toEqual([])
    await context.close()
  })
})
