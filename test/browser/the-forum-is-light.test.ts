import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { projectRoot } from '../../cli/project'
import { publishSite } from '../../cli/publication/publish-site'
import { style } from '../../worker/site/style'
import { launchChromium } from '../support/chromium'
import { ecoIndex } from '../support/ecoindex'
import { type RunningSite, startSite } from '../support/harness'
import { weighPage } from '../support/page-weight'

const { site: forum } = await buildSite(projectRoot)
if (!forum) throw new Error('content/ has faults: npm run build tells them.')

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await publishSite(site.env.PAGES, forum, [], new Date())
})
afterAll(() => Promise.all([site.close(), browser.close()]))

/** What a reading page may weigh, and the programme of a day. EcoIndex: a grade A with a margin. */
const budgets = {
  page: { kilobytes: 10, elements: 180, ecoIndex: 90 },
  day: { kilobytes: 12, elements: 300, ecoIndex: 85 },
}

/** The programme of a day: longer by its nature. */
function listsSessions(address: string): boolean {
  const body = forum?.bodies.get(forum.index.pages[address]?.body ?? '')
  return new TextDecoder().decode(body).includes('class="seances"')
}

describe('a page of the forum itself is light', () => {
  test.each(Object.keys(forum.index.pages))('%s', async (address) => {
    const weight = await weighPage(browser, site.url + address)
    const budget = listsSessions(address) ? budgets.day : budgets.page
    expect(weight).toMatchObject({ requests: 1, thirdParties: [], scripts: 0, cookies: 0 })
    expect(weight.kilobytes).toBeLessThanOrEqual(budget.kilobytes)
    expect(weight.elements).toBeLessThanOrEqual(budget.elements)
    expect(ecoIndex(weight.elements, weight.requests, weight.kilobytes)).toBeGreaterThanOrEqual(budget.ecoIndex)
  })

  test.each([
    '/programme/2022-07-06/',
    '/programme/2022-07-07/?theme=low-tech',
    '/programme/maintenant/',
    '/nouveautes/',
  ])('%s, which the Worker writes', async (address) => {
    const weight = await weighPage(browser, site.url + address)
    expect(weight).toMatchObject({ requests: 1, thirdParties: [], scripts: 0, cookies: 0 })
    expect(weight.kilobytes).toBeLessThanOrEqual(budgets.day.kilobytes)
    expect(weight.elements).toBeLessThanOrEqual(budgets.day.elements)
    expect(ecoIndex(weight.elements, weight.requests, weight.kilobytes)).toBeGreaterThanOrEqual(budgets.day.ecoIndex)
  })

  test('the footer’s weight is true within 15 %', async () => {
    const html = await (await site.get('/')).text()
    const said = Number(/environ ([\d,]+) ko/.exec(html)?.[1]?.replace(',', '.'))
    const bytes = gzipSync(html, { level: 6 }).length / 1000
    expect(Math.abs(said - bytes) / bytes).toBeLessThan(0.15)
  })
})

test('the stylesheet weighs 3 kB gzipped at most', () => {
  expect(gzipSync(style.reading, { level: 9 }).length).toBeLessThanOrEqual(3_000)
})

test('the formula gives the scores that its authors publish', () => {
  expect(ecoIndex(600, 40, 1024)).toBeCloseTo(60.9, 1)
  expect(ecoIndex(693, 78, 2420)).toBeCloseTo(43.7, 1)
})
