import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { check, formOfSession, write } from '../support/note-form'
import { pagesWithNotes } from '../support/people'

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(pagesWithNotes)
})
afterAll(() => Promise.all([site.close(), browser.close()]))

let attendee: BrowserContext
let page: Page
beforeEach(async () => {
  attendee = await visitor(browser, { colorScheme: 'light', width: 320 })
  page = await attendee.newPage()
})
afterEach(() => attendee.close())

test('a preview is shown before the licence is agreed to', async () => {
  await page.goto(formOfSession(site.url))
  await page.fill('[name=body]', '**Important**')
  await page.click('text=Aperçu')
  await page.waitForSelector('[aria-live] strong:has-text("Important")')
  expect(await page.isChecked('[name=licence]')).toBe(false)
  await page.click('text=Relire avant d’envoyer')
  await page.waitForSelector('h2:has-text("Il y a un problème")')
})

test('what is written from right to left stands so, in the form, on the device and on the receipt', async () => {
  const direction = (selector: string) => page.$eval(selector, (element) => getComputedStyle(element).direction)
  const text = 'ملاحظة عن الفرن الشمسي'
  await write(page, text, formOfSession(site.url))
  await page.fill('[name=author]', 'نورس')
  expect([await direction('[name=body]'), await direction('[name=author]')]).toEqual(['rtl', 'rtl'])
  await page.goto(`${site.url}/contribuer/`)
  expect(await direction('#appareil p:has-text("ملاحظة")')).toBe('rtl')
  await page.click('text=Reprendre votre brouillon')
  await expect.poll(() => page.inputValue('[name=body]')).toBe(text)
  await check(page)
  await page.click('button[value=send]')
  await page.waitForURL('**/suivi/**')
  expect([await direction('[name=body]'), await direction('[name=author]')]).toEqual(['rtl', 'rtl'])
})
