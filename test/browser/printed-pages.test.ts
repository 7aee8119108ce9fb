import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { sendNote, TestModerator } from '../support/people'

let site: RunningSite
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish({
    'content/a/index.md': '# A\n',
    'content/a/seance.md': `---
title: Une séance
notes: open
---

Un [lien](https://ailleurs.example/x), [un autre](../index.md) et [une section](#trois).

??? tip "Astuce repliée"
    Ce qu’elle dit.

## Un

## Deux

## Trois

| a | ${'une colonne très large '.repeat(20)} |
|---|---|
| 1 | 2 |
`,
  })
  const moderator = await TestModerator.join(site)
  const { id } = await sendNote(site, { page: '/a/seance/', body: 'Une note.' })
  await moderator.decide(id, 'approve')
  page = await (await browser.newContext({ viewport: { width: 800, height: 1000 } })).newPage()
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${site.url}/a/seance/`)
})
afterAll(() => Promise.all([site.close(), browser.close()]))

test('shows no navigation and no button', async () => {
  const shown = await page
    .locator('nav, .skip, .toc, .bouton, footer a[href="/plan/"]')
    .evaluateAll((all) => all.filter((each) => each.checkVisibility()))
  expect(await page.locator('nav').count()).toBe(3)
  expect(shown).toEqual([])
})

test('names the site and its own address once, which a screen does not show', async () => {
  const own = page.locator('footer >> text=https://essai.example/a/seance/')
  expect(await own.count()).toBe(1)
  expect(await own.isVisible()).toBe(true)
  await page.emulateMedia({ media: 'screen' })
  expect(await own.isVisible()).toBe(false)
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${site.url}/contribuer/?page=/a/seance/`)
  expect(await page.locator('footer >> text=https://essai.example/').isVisible()).toBe(true)
  await page.goto(`${site.url}/a/seance/`)
})

test('says the address of each link of the text that leads to another page, and not of what stands around it', async () => {
  const after = (text: string) =>
    page.locator(`main a:text-is("${text}")`).evaluate((link) => getComputedStyle(link, '::after').content)
  expect(await after('lien')).toBe('" (https://ailleurs.example/x)"')
  expect(await after('un autre')).toBe('" (/)"')
  expect(await after('une section')).toBe('none')
  expect(await after('Signaler')).toBe('none')
})

test('cuts no note in two, shows what is folded, and lets a wide table be seen whole', async () => {
  const style = (selector: string, property: string) =>
    page.locator(selector).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  expect(await style('.note', 'break-inside')).toBe('avoid')
  expect(await style('.defile', 'overflow-x')).toBe('visible')
  const folded = page.locator('details.encart p')
  expect((await folded.boundingBox())?.height).toBeGreaterThan(10)
  expect(await folded.evaluate((text) => text.checkVisibility({ contentVisibilityAuto: true }))).toBe(true)
})
