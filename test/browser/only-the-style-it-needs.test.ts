import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { style } from '../../worker/site/style'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { kindsOfPage, oddContent } from '../support/odd-content'

const rawHtml = `# Écrit en HTML

<table class='a'><tr><th>Un</th><td>Deux</td></tr></table>

<DIV CLASS=encart><p class="x faits">Trois</p></DIV>
`

let site: RunningSite
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish({ ...oddContent, 'content/html.md': rawHtml })
  page = await browser.newPage()
})
afterAll(() => Promise.all([site.close(), browser.close()]))

const trimmed = kindsOfPage.filter(([kind]) => !/session|search|404/.test(kind))

describe('a page that carries a part of the stylesheet looks as with all of it', () => {
  test.each([...trimmed, ['page with raw HTML', '/html/'] as const])('%s', async (kind, address) => {
    const whole = style[kind === 'poster' ? 'poster' : 'reading']
    await page.setContent(await (await site.get(address)).text())
    expect((await page.locator('style').innerHTML()).length).toBeLessThan(whole.length - 1_000)
    for (const media of [
      { media: 'screen', colorScheme: 'light', forcedColors: 'none' },
      { media: 'screen', colorScheme: 'dark', forcedColors: 'active' },
      { media: 'print', colorScheme: 'light', forcedColors: 'none' },
    ] as const) {
      await page.emulateMedia(media)
      expect(await changesWith(whole)).toEqual([])
    }
  })
})

test.each(Object.entries(style))(
  'no text loses its background where :is() and a list in :not() are unknown: %s',
  (_, css) => {
    const rules = Array.from(css.matchAll(/([^{}]+)\{([^{}]*)\}/g), ([, selectors = '', body = '']) => ({
      selectors,
      body,
    }))
    const coloured = rules.filter(({ body }) => /color|background|border/.test(body))
    expect(coloured.length).toBeGreaterThan(40)
    const isNewer = /:(?:is|where|has)\(|:not\([^)]*,/
    expect(coloured.filter(({ selectors }) => isNewer.test(selectors))).toEqual([])
  },
)

/** What looks otherwise once the page has this stylesheet: each property that it sets, of each element. */
function changesWith(css: string): Promise<string[]> {
  const properties = [...new Set(css.match(/(?<=[{;])[a-z][a-z-]*(?=:)/g))]
  return page.evaluate(
    ({ css, properties }) => {
      const looks = () =>
        [...document.querySelectorAll('*')].flatMap((element) =>
          [null, '::after', '::marker', '::details-content'].flatMap((pseudo) => {
            const computed = getComputedStyle(element, pseudo)
            const name = `${element.localName}.${element.className}${pseudo ?? ''}`
            return properties.map((property) => `${name} ${property}: ${computed.getPropertyValue(property)}`)
          }),
        )
      const sheet = document.querySelector('style')
      const own = sheet?.textContent ?? ''
      const before = looks()
      if (sheet) sheet.textContent = css
      const after = looks()
      if (sheet) sheet.textContent = own
      return after.filter((look, n) => look !== before[n])
    },
    { css, properties },
  )
}
