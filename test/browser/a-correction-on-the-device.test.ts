import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectWellMade, visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { kept, newText, notesSaying } from '../support/note-form'
import { pagesWithNotes, postForm, type SentNote, sendNote } from '../support/people'

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(pagesWithNotes)
})
afterAll(() => Promise.all([site.close(), browser.close()]))

let author: BrowserContext
let page: Page
let note: SentNote
let receipt: string
beforeEach(async () => {
  author = await visitor(browser, { colorScheme: 'light', width: 320 })
  page = await author.newPage()
  note = await sendNote(site, { page: '/seance/', body: 'Le four monte à 120 degrés.', author: 'Goéland' })
  receipt = `${site.url}/suivi/${note.receipt}/`
  await page.goto(receipt)
})
afterEach(() => author.close())

const standsInForm = (text: string) => expect.poll(() => page.inputValue('[name=body]')).toBe(text)

test.each([true, false])(
  'is confirmed on top of the receipt, and so is a name taken off: scripts %s',
  async (scripts) => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 320, height: 800 } })
    const form = await context.newPage()
    await form.goto(receipt)
    for (const [button, words] of [
      ['revise', 'Votre correction est arrivée'],
      ['revise', 'Votre correction est arrivée'],
      ['anonymise', 'Votre nom est retiré'],
    ] as const) {
      if (button === 'revise') await form.fill('[name=body]', newText())
      await Promise.all([form.waitForEvent('load'), form.click(`button[value=${button}]`)])
      const line = form.locator('[role=status]:focus')
      expect(await line.textContent()).toContain(words)
      expect((await line.boundingBox())?.y).toBeGreaterThanOrEqual(0)
      expect(await form.evaluate(() => [location.pathname, localStorage.length])).toEqual([
        new URL(receipt).pathname,
        0,
      ])
    }
    await context.close()
  },
)

test('that could not leave is said to wait for the person, and comes back into its form', async () => {
  const text = newText()
  await page.fill('[name=body]', text)
  await author.setOffline(true)
  await page.click('button[value=revise]')
  const alert = await page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
  expect(await alert.textContent()).toContain('Votre texte est gardé sur cet appareil. Elle ne partira pas toute seule')
  await author.setOffline(false)
  await page.reload()
  await standsInForm(text)
  expect(await page.textContent('#appareil')).toContain(note.reference)
  await expectWellMade(page)
  expect(await notesSaying(site, text)).toBe(0)
  await Promise.all([page.waitForEvent('load'), page.click('button[value=revise]')])
  expect(await notesSaying(site, text)).toBe(1)
  await expect.poll(() => kept(page)).toEqual([])
  await standsInForm(text)
})

test('that was being typed comes back when the tab was closed', async () => {
  const text = newText()
  await page.fill('[name=body]', text)
  await page.close({ runBeforeUnload: true })
  page = await author.newPage()
  await page.goto(`${site.url}/contribuer/`)
  expect(await page.textContent('#appareil')).toContain(text)
  await page.click('text=Reprendre votre brouillon')
  await page.waitForURL(receipt)
  await standsInForm(text)
  expect(await page.inputValue('[name=author]')).toBe('Goéland')
})

test('comes back to who keeps the note after all, and goes with a note that is withdrawn', async () => {
  const text = newText()
  await page.fill('[name=body]', text)
  await page.click('button[value=withdraw]')
  await page.click('text=Non, la garder')
  await standsInForm(text)
  await page.click('button[value=withdraw]')
  await page.click('text=Oui, retirer ma note pour toujours')
  await page.waitForSelector('text=Retirée.')
  await expect.poll(() => kept(page)).toEqual([])
})

test('is thrown away by « Repartir de zéro »: the note stands in the form as it is', async () => {
  await page.fill('[name=body]', newText())
  await page.reload()
  await page.click('text=Repartir de zéro')
  expect(await page.inputValue('[name=body]')).toBe('Le four monte à 120 degrés.')
  expect(await page.locator('#appareil').count()).toBe(0)
  await page.reload()
  expect(await page.inputValue('[name=body]')).toBe('Le four monte à 120 degrés.')
  await expect.poll(() => kept(page)).toEqual([])
  await page.fill('[name=body]', ' ')
  await page.fill('[name=author]', 'x'.repeat(201))
  await page.click('button[value=revise]')
  await page.waitForSelector('h2:has-text("Il y a un problème")')
  await page.fill('[name=body]', newText())
  await author.setOffline(true)
  await page.click('button[value=revise]')
  await page.click('text=Repartir de zéro')
  expect(await page.inputValue('[name=body]')).toBe('Le four monte à 120 degrés.')
  expect(await page.inputValue('[name=author]')).toBe('Goéland')
  expect(await page.locator('#appareil').count()).toBe(0)
})

test('that the site took although its answer was lost is no draft any more', async () => {
  const text = newText()
  await page.fill('[name=body]', text)
  await page.reload()
  await standsInForm(text)
  await postForm(site, `/suivi/${note.receipt}/`, { intent: 'revise', body: text, author: 'Goéland' })
  await page.reload()
  await expect.poll(() => kept(page)).toEqual([])
})

test('brings no name back that its author took off', async () => {
  const text = newText()
  await page.fill('[name=body]', text)
  await page.click('button[value=anonymise]')
  await page.waitForSelector('button[value=anonymise]', { state: 'detached' })
  await standsInForm(text)
  expect(await page.inputValue('[name=author]')).toBe('')
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Goéland')
})

test('that is too long stays, as it was typed, on the device too', async () => {
  const text = 'x'.repeat(20_001)
  await page.fill('[name=body]', text)
  await page.click('button[value=revise]')
  await page.waitForSelector('h2:has-text("Il y a un problème")')
  await standsInForm(text)
  await expect.poll(() => kept(page)).toEqual([text])
})

test('of a note that can no longer be corrected can still be copied from the device', async () => {
  const text = newText()
  await page.fill('[name=body]', text)
  await site.env.DB.prepare(
    "UPDATE notes SET status = 'spam', waiting_revision = NULL, waiting_since = NULL WHERE id = ?1",
  )
    .bind(note.id)
    .run()
  await page.click('button[value=revise]')
  await page.waitForSelector('#perdu')
  expect(await page.textContent('#appareil')).toContain(text)
  expect(await page.locator('#appareil >> text=Reprendre').count()).toBe(0)
  await expect.poll(() => kept(page)).toEqual([text])
})
