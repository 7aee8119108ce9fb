import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { expectWellMade, sliceOfLooks, visitor } from '../support/axe'
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

const draftSaved = (form: Page) => form.waitForSelector('text=Brouillon gardé sur cet appareil')
const listed = (form: Page) => form.locator('#appareil')

test('empty lines that a text begins with come back each time', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false })
  const form = await plain.newPage()
  const text = '\n\n  Après deux lignes vides.\n'
  await form.goto(formOfSession(site.url))
  await form.fill('[name=body]', text)
  for (const tries of [1, 2]) {
    await form.click('text=Relire avant d’envoyer')
    await form.waitForSelector('.resume')
    expect([tries, await form.inputValue('[name=body]')]).toEqual([tries, text])
  }
  await plain.close()
})

describe('a draft', () => {
  test('that is taken up on the check page of another note goes back into a form, and neither passes for the other', async () => {
    const [first, second] = [newText(), newText()]
    const form = `${site.url}/contribuer/?page=%2Fseance%2F`
    for (const text of [first, second]) {
      await write(page, text, form)
      await draftSaved(page)
    }
    await check(page)
    await page.click('text=Reprendre votre brouillon')
    await expect.poll(() => page.inputValue('textarea[name=body]')).toBe(first)
    expect(await page.locator('article.note').count()).toBe(0)
    expect((await kept(page)).toSorted()).toEqual([first, second].toSorted())
    await page.click('text=Reprendre votre brouillon')
    await expect.poll(() => page.inputValue('[name=body]')).toBe(second)
  })

  test('that went on elsewhere stays when the text of before is sent', async () => {
    const [text, better] = [newText(), newText()]
    await write(page, text, formOfSession(site.url))
    await check(page)
    await page.goBack()
    await page.fill('[name=body]', better)
    await draftSaved(page)
    await page.goForward()
    await page.click('button[value=send]')
    await page.waitForURL('**/suivi/**')
    await expect.poll(() => kept(page)).toEqual([better])
    expect([await notesSaying(site, text), await notesSaying(site, better)]).toEqual([1, 0])
  })

  test('is the same one when the back button brings its text back into a form', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await draftSaved(page)
    await page.goto(`${site.url}/seance/`)
    await page.goBack()
    await expect.poll(() => page.inputValue('[name=body]')).toBe(text)
    await page.fill('[name=body]', `${text} Et plus.`)
    await expect.poll(() => kept(page)).toEqual([`${text} Et plus.`])
  })

  test('is kept while one types, and offered on return with its hour', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await draftSaved(page)
    await page.goto(`${site.url}/seance/`)
    await page.goto(`${site.url}/contribuer/?page=/seance/`)
    expect(await page.inputValue('[name=body]')).toBe('')
    await page.click('text=/Reprendre votre brouillon de \\d+ h \\d\\d \\(\\d+ /')
    await expect.poll(() => page.inputValue('[name=body]')).toBe(text)
    expect(await page.isChecked('[name=licence]')).toBe(true)
  })

  test('is kept when one leaves at once', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await page.goto(`${site.url}/seance/`)
    await page.goto(`${site.url}/contribuer/?page=/seance/`)
    expect(await listed(page).textContent()).toContain(text)
  })

  test('is erased when the note has arrived, and not before', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await check(page)
    await expect.poll(() => kept(page)).toEqual([text])
    await page.click('button[value=send]')
    await page.waitForURL('**/suivi/**')
    await expect.poll(() => kept(page)).toEqual([])
    expect(await notesSaying(site, text)).toBe(1)
  })

  test('of another session goes back to its own form, and two tabs keep two', async () => {
    const other = await attendee.newPage()
    const [mine, yours] = [newText(), newText()]
    await write(page, mine, formOfSession(site.url))
    await write(other, yours, `${site.url}/contribuer/?page=/autre/`)
    await Promise.all([draftSaved(page), draftSaved(other)])
    expect((await kept(page)).toSorted()).toEqual([mine, yours].toSorted())
    await page.goto(`${site.url}/contribuer/?page=/seance/`)
    await page.click('li:has-text("Une autre séance") >> text=Reprendre')
    await page.waitForURL('**page=%2Fautre%2F')
    await expect.poll(() => page.inputValue('[name=body]')).toBe(yours)
    await page.click('text=Tout effacer de cet appareil')
    await expect.poll(() => kept(page)).toEqual([])
  })

  test('can be taken as a file, and thrown away', async () => {
    const text = newText()
    await write(page, text, formOfSession(site.url))
    await page.goto(`${site.url}/contribuer/`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Télécharger')])
    expect(download.suggestedFilename()).toBe('note.md')
    await page.click('text=Repartir de zéro')
    await expect.poll(() => kept(page)).toEqual([])
    await write(page, text, formOfSession(site.url))
    await page.goto(`${site.url}/hors-connexion/`)
    await page.waitForSelector('button[value=on]')
    await page.click('text=Tout effacer de cet appareil')
    await expect.poll(() => kept(page)).toEqual([])
    expect(await page.locator('button[value=on]').isVisible()).toBe(true)
  })

  describe('that is thrown away leaves nothing on the screen', () => {
    const unsent = () => page.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    const cutSending = () =>
      page.route('**/contribuer/', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))

    test('after faults, and without a network', async () => {
      await page.goto(formOfSession(site.url))
      await page.fill('[name=body]', newText())
      await page.fill('[name=author]', 'Goéland')
      await page.click('text=Aperçu')
      await page.click('text=Relire avant d’envoyer')
      await page.waitForSelector('h2:has-text("Il y a un problème")')
      await attendee.setOffline(true)
      await page.click('text=Relire avant d’envoyer')
      await unsent()
      await page.click('text=Repartir de zéro')
      expect([await page.inputValue('[name=body]'), await page.inputValue('[name=author]')]).toEqual(['', ''])
      expect(await page.locator('.resume, .note').count()).toBe(0)
      expect(await page.title()).toMatch(/^Écrire une note/)
      await page.goBack()
      expect(await page.inputValue('[name=body]')).toBe('')
      expect(await kept(page)).toEqual([])
    })

    test.each([
      ['in place', true],
      ['by itself', false],
    ])('on the check page that came %s', async (_, scripts) => {
      const text = newText()
      if (!scripts) await page.route('**/writing.js', (route) => route.abort())
      await write(page, text, formOfSession(site.url))
      await page.fill('[name=author]', 'Goéland')
      await page.unroute('**/writing.js')
      await check(page)
      await page.waitForLoadState()
      await cutSending()
      await page.click('button[value=send]')
      await unsent()
      await page.click('text=Tout effacer de cet appareil')
      await expect.poll(() => page.inputValue('textarea[name=body]')).toBe('')
      expect(await page.content()).not.toMatch(new RegExp(`${text}|Goéland`))
      expect(await kept(page)).toEqual([])
    })
  })
})

test('axe finds nothing on the form, its check page, their faults and what this device keeps, by the keyboard alone', async () => {
  for (const look of sliceOfLooks.slice(0, amount({ slice: 1, whole: 4 }))) {
    const context = await visitor(browser, look)
    const tab = await context.newPage()
    const press = async (...keys: string[]) => {
      for (const key of keys) await tab.keyboard.press(key)
    }
    await tab.goto(`${site.url}/contribuer/?page=/seance/`)
    await tab.focus('[name=body]')
    await press('Tab', 'Enter')
    await tab.waitForSelector('h2:has-text("Il y a un problème")')
    await expectWellMade(tab)
    await press('Tab', 'Enter')
    expect(await tab.evaluate(() => document.activeElement?.id)).toBe('body')
    await tab.keyboard.type(`${newText()} ${'x'.repeat(50)}`)
    await press('Tab', 'Tab', 'Tab', 'Space')
    await draftSaved(tab)
    await press('Tab', 'Tab', 'Tab', 'Enter')
    await tab.waitForSelector('[aria-live] .note')
    await expectWellMade(tab)
    await press('Shift+Tab', 'Enter')
    await tab.waitForSelector('button[value=send]')
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await expectWellMade(tab)
    await context.setOffline(true)
    await press('Tab', 'Tab', 'Enter')
    await tab.waitForSelector('[role=alert]:has-text("Pas encore envoyée")')
    await expectWellMade(tab)
    await context.setOffline(false)
    await tab.waitForSelector('#appareil a:has-text("Envoyée")')
    await expectWellMade(tab)
    await tab.click('#appareil a:has-text("Envoyée")')
    await tab.waitForURL('**/suivi/**')
    await expectWellMade(tab)
    await context.close()
  }
})

test('the note is previewed in place, and the length told past three quarters of it', async () => {
  await write(page, '**Important**', formOfSession(site.url))
  await page.click('text=Aperçu')
  expect(await page.textContent('[aria-live] strong')).toBe('Important')
  await page.fill('[name=body]', 'x'.repeat(20_001))
  await page.waitForSelector('text=Caractères en trop : 1.')
  await page.click('text=Relire avant d’envoyer')
  await page.waitForSelector('h2:has-text("Il y a un problème")')
  expect(await page.title()).toMatch(/^Erreur\s: /)
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('resume')
  expect(await page.inputValue('[name=body]')).toHaveLength(20_001)
})

test('« Modifier » of a page that could not send leads to the form with what stands there now', async () => {
  const text = newText()
  await write(page, text, formOfSession(site.url))
  await check(page)
  const { key } = await page.evaluate(() => JSON.parse(Object.values({ ...localStorage })[0] ?? '{}'))
  const typed = { page: '/seance/', body: 'Un autre texte.', author: '', licence: 'on', key, intent: 'send' }
  await fetch(`${site.url}/contribuer/`, { method: 'POST', body: new URLSearchParams(typed) })
  await page.click('button[value=send]')
  await page.waitForSelector('h1:has-text("déjà")')
  await page.click('button[value=edit]')
  await page.waitForSelector('textarea[name=body]')
  expect(await page.inputValue('[name=body]')).toBe(text)
  expect(await page.title()).toMatch(/^Écrire une note/)
})

test('« Modifier » leads to the title of the form, which is seen, however far down it was left', async () => {
  await page.setViewportSize({ width: 320, height: 800 })
  await write(page, newText(), formOfSession(site.url))
  await check(page)
  await page.click('button[value=edit]')
  await page.waitForSelector('h1:focus')
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  const box = await page.locator('main h1').boundingBox()
  expect(box?.y).toBeGreaterThanOrEqual(0)
  expect(box?.y).toBeLessThan(800)
})

test('« Modifier » and the back button go back to the text as it was, and forth again', async () => {
  const text = newText()
  await write(page, text, formOfSession(site.url))
  await check(page)
  await page.click('button[value=edit]')
  await page.waitForSelector('textarea')
  expect(await page.inputValue('[name=body]')).toBe(text)
  await check(page)
  await page.goBack()
  expect(await page.inputValue('textarea')).toBe(text)
  await page.goForward()
  await page.click('button[value=send]')
  await page.waitForURL('**/suivi/**')
  await page.goBack()
  expect(await notesSaying(site, text)).toBe(1)
  const another = newText()
  await page.fill('textarea', another)
  await page.check('[name=licence]')
  await check(page)
  await page.goBack()
  await page.waitForSelector('textarea')
  await check(page)
  await page.click('button[value=send]')
  await page.waitForURL('**/suivi/**')
  expect(await notesSaying(site, another)).toBe(1)
})

test('a draft that two tabs finish in two ways is two notes, and the second person is asked', async () => {
  const [mine, yours] = [newText(), newText()]
  await write(page, mine, formOfSession(site.url))
  await draftSaved(page)
  const other = await attendee.newPage()
  await other.goto(`${site.url}/contribuer/?page=/seance/`)
  await other.click('text=Reprendre votre brouillon')
  await expect.poll(() => other.inputValue('textarea')).toBe(mine)
  await check(page)
  await page.click('button[value=send]')
  await page.waitForURL('**/suivi/**')
  await other.fill('textarea', yours)
  await check(other)
  await other.click('button[value=send]')
  await other.waitForSelector('h1:has-text("Cette note est déjà partie, avec un autre texte")')
  expect(await kept(other)).toEqual([yours])
  await other.click('text=Envoyer comme une nouvelle note')
  await other.waitForURL('**/suivi/**')
  expect([await notesSaying(site, mine), await notesSaying(site, yours)]).toEqual([1, 1])
  expect(await kept(other)).toEqual([])
})
