import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type CuttingProxy, cuts, cuttingProxy } from '../support/cutting-proxy'
import { type RunningSite, startSite } from '../support/harness'
import { check, formOfSession, kept, newText, notesSaying, write } from '../support/note-form'
import { pagesWithNotes } from '../support/people'

let site: RunningSite
let browser: Browser
let proxy: CuttingProxy
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(pagesWithNotes)
  proxy = await cuttingProxy(site.url)
})
afterAll(() => Promise.all([site.close(), browser.close(), proxy.close()]))

let attendee: BrowserContext
let page: Page
beforeEach(async () => {
  attendee = await visitor(browser, { colorScheme: 'light', width: 320 })
  page = await attendee.newPage()
})
afterEach(() => attendee.close())

describe('when the network fails', () => {
  test('the note waits on the device, and leaves when the network is back', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await check(page)
    await attendee.setOffline(true)
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    expect(await page.textContent('#appareil')).toContain(text)
    await attendee.setOffline(false)
    const receipt = await page.waitForSelector('#appareil a:has-text("Envoyée")')
    await expect.poll(() => kept(page)).toEqual([''])
    await receipt.click()
    expect(await page.textContent('.texte')).toContain(text)
    expect(await notesSaying(site, text)).toBe(1)
  })

  test('it leaves when one of the pages is opened, and by a button', async () => {
    const texts = [newText(), newText()]
    for (const text of texts) {
      await write(page, text, formOfSession(site.url))
      await check(page)
      await page.route('**/contribuer/', (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      )
      await page.click('button[value=send]')
      await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
      await page.unroute('**/contribuer/')
      if (text === texts[0]) await page.goto(`${site.url}/contribuer/`)
      else await page.click('text=Envoyer maintenant')
      await page.waitForSelector(`#appareil li:nth-child(${texts.indexOf(text) + 1}) a:has-text("Envoyée")`)
      expect(await notesSaying(site, text)).toBe(1)
    }
  })

  test('it leaves within a minute of its page lying open, where the device never was offline', async () => {
    const text = newText()
    await page.clock.install()
    await write(page, text, formOfSession(site.url))
    await check(page)
    await page.route('**/contribuer/', (route) => route.abort())
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    await page.unroute('**/contribuer/')
    await page.clock.fastForward(60_000)
    await page.waitForSelector('#appareil a:has-text("Envoyée")')
    expect(await notesSaying(site, text)).toBe(1)
  })

  test('a check that could not be made loses nothing', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await attendee.setOffline(true)
    await page.click('text=Relire avant d’envoyer')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    expect(await page.inputValue('[name=body]')).toBe(text)
    expect(await notesSaying(site, text)).toBe(0)
    await attendee.setOffline(false)
    await check(page)
  })

  test('a captive portal that answers 200 is no receipt', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await check(page)
    await page.route('**/contribuer/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<main><h1>Bienvenue sur le wifi</h1></main>' }),
    )
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    await expect.poll(() => kept(page)).toEqual([text])
  })

  test('a correction stays in its form', async () => {
    await write(page, newText(), formOfSession(site.url))
    await check(page)
    await page.click('button[value=send]')
    await page.waitForURL('**/suivi/**')
    const text = newText()
    await page.fill('[name=body]', text)
    await attendee.setOffline(true)
    await page.click('button[value=revise]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    expect(await page.inputValue('[name=body]')).toBe(text)
    await attendee.setOffline(false)
    await page.click('button[value=revise]')
    await expect.poll(() => notesSaying(site, text)).toBe(1)
  })
})

describe.each(cuts)('the line is cut at « %s » of a send', (cut) => {
  test('with JavaScript there is one note, and the person knows it', async () => {
    const text = newText()
    await write(page, text, formOfSession(proxy.url))
    await check(page)
    proxy.cutAt(cut)
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    proxy.mend()
    await page.reload()
    const receipt = await page.waitForSelector('#appareil a:has-text("Envoyée")')
    await receipt.click()
    expect(await page.textContent('.texte')).toContain(text)
    expect(await notesSaying(site, text)).toBe(1)
  })

  test('without JavaScript, sending again is the same note and the same receipt', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const form = await plain.newPage()
    const text = newText()
    await write(form, text, formOfSession(proxy.url))
    await check(form)
    proxy.cutAt(cut)
    await form.click('button[value=send]').catch(() => {})
    await expect
      .poll(() =>
        form
          .locator('button[value=send]')
          .count()
          .catch(() => 0),
      )
      .toBe(0)
    proxy.mend()
    // The browser shows a page of its own, or half of ours. The person goes back, and the text is there.
    const goBack = async () => {
      // Refused while the browser is still changing to its own page.
      await form.goBack().catch(() => {})
      return form.waitForSelector('button[value=send], button[value=preview]', { timeout: 1_500 }).then(
        () => true,
        () => false,
      )
    }
    await expect.poll(goBack, { timeout: 10_000 }).toBe(true)
    if ((await form.locator('button[value=preview]').count()) > 0) await check(form)
    await form.click('button[value=send]')
    await form.waitForURL('**/suivi/**')
    expect(await form.textContent('.texte')).toContain(text)
    expect(await notesSaying(site, text)).toBe(1)
    await plain.close()
  })
})
