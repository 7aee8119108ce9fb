import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { check, formOfSession, kept, newText, notesSaying, write } from '../support/note-form'
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

/** What the device keeps, by state. */
const states = (form: Page) =>
  form.evaluate(() =>
    Object.values({ ...localStorage })
      .map((text) => JSON.parse(String(text)).state as string)
      .toSorted(),
  )

const focused = (form: Page) => form.evaluate(() => document.activeElement?.textContent ?? '')

/** Writes a note that leaves by itself, from its check page. */
async function sendLater(text: string): Promise<string> {
  await write(page, text, formOfSession(site.url))
  await check(page)
  await attendee.setOffline(true)
  await page.click('button[value=send]')
  await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
  await attendee.setOffline(false)
  const link = await page.waitForSelector('#appareil a:has-text("Envoyée")')
  return (await link.getAttribute('href')) ?? ''
}

describe('the link of a note that left by itself', () => {
  test('stays when one types on, starts afresh or sends the same form again, until it is opened', async () => {
    const [text, more] = [newText(), newText()]
    const receipt = await sendLater(text)
    await page.click('button[value=edit]')
    await page.fill('[name=body]', more)
    await page.goto(`${site.url}/contribuer/`)
    expect(await states(page)).toEqual(['draft', 'sent'])
    await page.click('text=Repartir de zéro')
    expect(await states(page)).toEqual(['sent'])
    expect(await page.locator(`#appareil a[href="${receipt}"]`).count()).toBe(1)
    await page.click(`#appareil a[href="${receipt}"]`)
    await page.waitForURL(`**${receipt}`)
    expect(await states(page)).toEqual([])
  })

  test('stays beside another text that went under the same key, and that is refused', async () => {
    const [text, more] = [newText(), newText()]
    const receipt = await sendLater(text)
    await page.click('button[value=edit]')
    await page.fill('[name=body]', more)
    await check(page)
    await attendee.setOffline(true)
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    await attendee.setOffline(false)
    await page.waitForSelector('#appareil >> text=N’a pas pu partir ainsi')
    await page.waitForSelector('#suite[role=status]:has-text("N’a pas pu partir ainsi")')
    expect(await page.locator('text=Il repartira tout seul').count()).toBe(0)
    expect(await states(page)).toEqual(['refused', 'sent'])
    await expect.poll(() => kept(page)).toContain(more)
    expect(await page.locator(`#appareil a[href="${receipt}"]`).count()).toBe(1)
  })

  test('stays when another tab holds the same draft', async () => {
    const [text, yours] = [newText(), newText()]
    await write(page, text, formOfSession(site.url))
    await page.waitForSelector('text=Brouillon gardé sur cet appareil')
    const other = await attendee.newPage()
    await other.goto(formOfSession(site.url))
    await other.click('text=Reprendre votre brouillon')
    await expect.poll(() => other.inputValue('textarea')).toBe(text)
    await check(page)
    await attendee.setOffline(true)
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    await attendee.setOffline(false)
    await page.waitForSelector('#appareil a:has-text("Envoyée")')
    await other.fill('textarea', yours)
    await other.waitForSelector('text=Brouillon gardé sur cet appareil')
    expect(await states(other)).toEqual(['draft', 'sent'])
    expect(await notesSaying(site, text)).toBe(1)
  })

  test('is on the device when the receipt cannot be opened after a send', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await check(page)
    await page.route('**/suivi/**', (route) =>
      route.request().isNavigationRequest() ? route.abort() : route.continue(),
    )
    const failed = page.waitForEvent('requestfailed')
    await page.click('button[value=send]')
    await failed
    await page.unroute('**/suivi/**')
    await page.goto(`${site.url}/contribuer/`)
    await expect.poll(() => kept(page)).toEqual([''])
    await page.click('#appareil a:has-text("Envoyée")')
    await page.waitForURL('**/suivi/**')
    expect(await page.textContent('.texte')).toContain(text)
    expect(await states(page)).toEqual([])
  })
})

describe('what happens to a note is told', () => {
  test('while it is sent from its check page, and nowhere that it waits', async () => {
    await write(page, newText(), formOfSession(site.url))
    await check(page)
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/contribuer/', async (route) => {
      await asked
      await route.continue()
    })
    await page.click('button[value=send]')
    await page.waitForSelector('form [role=status]:has-text("Envoi…")')
    expect(await page.locator('text=Pas encore envoyée').count()).toBe(0)
    answer()
    await page.waitForURL('**/suivi/**')
  })

  test('where one was told that it had not left, once it has', async () => {
    const receipt = await sendLater(newText())
    expect(await page.locator('[role=alert]:has-text("Pas encore envoyée")').count()).toBe(0)
    expect(await page.locator(`#suite[role=status] a[href="${receipt}"]`).count()).toBe(1)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('suite')
    expect(await page.getAttribute('#appareil', 'role')).toBe('status')
  })

  test('where one was told so, when another tab sent it', async () => {
    await write(page, newText(), formOfSession(site.url))
    await check(page)
    await page.route('**/contribuer/', (route) => route.abort())
    await page.click('button[value=send]')
    await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    const other = await attendee.newPage()
    await other.goto(`${site.url}/contribuer/`)
    await other.waitForSelector('#appareil a:has-text("Envoyée")')
    await page.waitForSelector('#suite[role=status] a:has-text("Envoyée")')
  })

  test('without taking the focus away', async () => {
    for (const text of [newText(), newText()]) {
      await write(page, text, formOfSession(site.url))
      await page.waitForSelector('text=Brouillon gardé sur cet appareil')
    }
    await page.goto(`${site.url}/contribuer/`)
    await page.locator('#appareil a:has-text("Télécharger")').last().focus()
    const other = await attendee.newPage()
    await write(other, newText(), formOfSession(site.url))
    await other.waitForSelector('text=Brouillon gardé sur cet appareil')
    await expect.poll(() => page.locator('#appareil li').count()).toBe(3)
    expect(await focused(page)).toBe('Télécharger (.md)')
    const send = page.locator('#appareil button:has-text("Envoyer maintenant")').first()
    await send.focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('#appareil a:has-text("Envoyée")')
    expect(await focused(page)).toBe('Écrire une note')
  })
})

describe('on a device that is full', () => {
  /** Leaves no room for another text. */
  async function fill(form: Page): Promise<void> {
    await form.goto(`${site.url}/contribuer/`)
    await form.evaluate(() => {
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        try {
          for (let n = 0; ; n++) localStorage.setItem(`${size}-${n}`, 'x'.repeat(size))
        } catch {}
      }
    })
  }

  test('nobody is told that a text is kept, or that it will leave by itself', async () => {
    await page.clock.install()
    await fill(page)
    await write(page, newText(), formOfSession(site.url))
    await page.waitForSelector('text=Ce texte n’est pas gardé sur cet appareil')
    await page.clock.fastForward(60_000)
    expect(await page.locator('text=Ce texte n’est pas gardé sur cet appareil').count()).toBe(1)
    await attendee.setOffline(true)
    await page.click('text=Aperçu')
    await page.waitForSelector('[aria-live]:has-text("Pas d’aperçu sans réseau")')
    expect(await page.textContent('[aria-live]')).toContain('copiez-le')
    await page.click('text=Relire avant d’envoyer')
    const unchecked = await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    expect(await unchecked.textContent()).toContain('copiez-le')
    expect(await unchecked.textContent()).not.toMatch(/est gardé sur|Envoyer maintenant/)
    await attendee.setOffline(false)
    await check(page)
    await attendee.setOffline(true)
    await page.click('button[value=send]')
    const unsent = await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    expect(await unsent.textContent()).toContain('copiez-le')
    expect(await unsent.textContent()).not.toMatch(/est gardé|repartira/)
  })
})

test('where the browser refuses to keep anything, nobody is told that a text is kept, and it is sent', async () => {
  await attendee.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('Refused.', 'SecurityError')
      },
    })
  })
  const text = newText()
  await write(page, text, formOfSession(site.url))
  await page.waitForSelector('text=Ce texte n’est pas gardé sur cet appareil')
  await check(page)
  await attendee.setOffline(true)
  await page.click('button[value=send]')
  const unsent = await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
  expect(await unsent.textContent()).not.toMatch(/est gardé sur|repartira/)
  await attendee.setOffline(false)
  await page.click('button[value=send]')
  await page.waitForURL('**/suivi/**')
  expect(await notesSaying(site, text)).toBe(1)
})

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
  const text = 'ملاحظة عن الفرن الشمسي\n\n> اقتباس\n\n- بند'
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
  const sides = (selector: string, property: string) =>
    page.$eval(
      selector,
      (element, each) => ['left', 'right'].map((side) => getComputedStyle(element).getPropertyValue(`${each}-${side}`)),
      property,
    )
  expect((await sides('.texte ul', 'padding'))[0]).toBe('0px')
  expect((await sides('.texte blockquote', 'padding'))[0]).toBe('0px')
  expect(await page.$eval('.texte blockquote', (quote) => getComputedStyle(quote).borderWidth)).toBe('0px 4px 0px 0px')
})
