import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unbroken } from '../../worker/site/typography'
import { expectWellMade, visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, sendNote, TestModerator } from '../support/people'
import { follow } from '../support/without-javascript'

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(numberedPages(8))
})
afterAll(() => Promise.all([site.close(), browser.close()]))

let people = 0
async function signIn({ shortcuts }: { shortcuts: boolean }): Promise<{ page: Page; moderator: TestModerator }> {
  const moderator = await TestModerator.join(site, `Naïg ${++people}`)
  const page = await (await visitor(browser, { colorScheme: 'light', width: 320 })).newPage()
  await page.goto(`${site.url}/moderation/connexion/?suite=/moderation/reglages/`)
  await page.fill('[name=key]', moderator.key)
  await follow(page, 'main button')
  if (shortcuts) await follow(page, 'text=Allumer les raccourcis')
  return { page, moderator }
}

/** Presses a key that leads to another page. */
async function strike(page: Page, key: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

test('with shortcuts on, a note is decided with two key strokes, and undone with one more', async () => {
  const { id, reference } = await sendNote(site, { page: '/page-1/' })
  const { page, moderator } = await signIn({ shortcuts: true })
  await page.goto(`${site.url}/moderation/?page=/page-1/`)
  await strike(page, 'n')
  expect(page.url()).toContain(id)
  await strike(page, 'a')
  expect((await moderator.note(id)).status).toBe('published')
  expect(await focused(page)).toContain(unbroken(`${reference} : publiée`))
  await strike(page, 'z')
  expect((await moderator.note(id)).status).toBe('pending')
  expect(page.url()).toContain(id)
  await page.context().close()
})

test('keys move through the list, tick, and open what needs words with the focus in its field', async () => {
  const sent = [await sendNote(site, { page: '/page-2/' }), await sendNote(site, { page: '/page-2/' })]
  const { page, moderator } = await signIn({ shortcuts: true })
  await page.goto(`${site.url}/moderation/?page=/page-2/`)
  for (const key of ['j', 'j', 'j', 'k', 'j', 'x']) await page.keyboard.press(key)
  expect(await focused(page)).toContain(sent[1]?.reference)
  expect(await page.locator('[name=item]:checked').getAttribute('value')).toBe(`${sent[1]?.id} 1`)
  await strike(page, 'Enter')
  await page.keyboard.press('e')
  await page.keyboard.type(' as')
  expect(await page.inputValue('[name=body]')).toContain(' as')
  expect((await moderator.note(sent[1]?.id ?? '')).status).toBe('pending')
  await page.context().close()
})

test('« ? » lists the keys; the list closes with Escape, and while it is open no other key acts', async () => {
  const { id } = await sendNote(site, { page: '/page-3/' })
  const { page, moderator } = await signIn({ shortcuts: true })
  await page.goto(`${site.url}/moderation/notes/${id}/`)
  await page.keyboard.press('?')
  expect(await page.textContent('dialog[open]')).toContain('publier')
  await expectWellMade(page)
  await page.keyboard.press('a')
  await page.keyboard.press('Escape')
  expect(await page.locator('dialog[open]').count()).toBe(0)
  await page.keyboard.press('Control+a')
  expect((await moderator.note(id)).status).toBe('pending')
  await page.context().close()
})

test('with shortcuts off, keys alone do nothing', async () => {
  const { id } = await sendNote(site, { page: '/page-4/' })
  const { page, moderator } = await signIn({ shortcuts: false })
  await page.goto(`${site.url}/moderation/notes/${id}/`)
  for (const key of ['a', 's', '?', 'n']) await page.keyboard.press(key)
  expect(page.url()).toContain(id)
  expect((await moderator.note(id)).status).toBe('pending')
  await page.context().close()
})

test('by Tab and Enter alone a note is published, the answer has the focus, and the next key is its undo', async () => {
  const [first, second] = [await sendNote(site, { page: '/page-5/' }), await sendNote(site, { page: '/page-5/' })]
  const { page, moderator } = await signIn({ shortcuts: false })
  const tabTo = async (words: string) => {
    for (let stops = 0; stops < 60; stops++) {
      await page.keyboard.press('Tab')
      if ((await focused(page)) !== words) continue
      expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid')
      return
    }
    throw new Error(`Tab never came to « ${words} ».`)
  }
  await page.goto(`${site.url}/moderation/?page=/page-5/`)
  await tabTo('Relire l’une après l’autre')
  await strike(page, 'Enter')
  await tabTo('Publier')
  await strike(page, 'Enter')
  expect(page.url()).toContain(second.id)
  expect(await focused(page)).toContain(unbroken(`${first.reference} : publiée`))
  await page.keyboard.press('Tab')
  await tabTo('Annuler')
  await strike(page, 'Enter')
  expect((await moderator.note(first.id)).status).toBe('pending')
  await page.context().close()
})

test('by keys alone a visitor goes from the home page to a note that is sent, corrects faults on the way, and sees the focus at every stop', async () => {
  const page = await (await visitor(browser, { colorScheme: 'dark', width: 1280 })).newPage()
  const seen = () =>
    page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement as Element)
      return `${outlineStyle} ${outlineWidth}`
    })
  const tabTo = async (selector: string) => {
    for (let stops = 0; stops < 60; stops++) {
      await page.keyboard.press('Tab')
      if (!(await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector))) continue
      expect(await seen()).toBe('solid 3px')
      return
    }
    throw new Error(`Tab never came to ${selector}.`)
  }
  await page.goto(`${site.url}/`)
  await tabTo('.skip')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('contenu')
  await page.goto(`${site.url}/page-6/`)
  await tabTo('a.bouton')
  await strike(page, 'Enter')
  await tabTo('[value=preview]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.resume')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('fautes')
  await tabTo('.resume a')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('body')
  await page.keyboard.type('Le four monte à 120 degrés.')
  await tabTo('[name=licence]')
  await page.keyboard.press('Space')
  await tabTo('[value=preview]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[value=edit]')
  await tabTo('[value=edit]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('textarea')
  expect(await page.inputValue('[name=body]')).toBe('Le four monte à 120 degrés.')
  await tabTo('[value=preview]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[value=send]')
  await tabTo('[value=send]')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/suivi\//)
  expect(await page.textContent('.etat-note')).toContain('Reçue')
  await page.context().close()
})
