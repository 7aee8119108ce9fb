import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLong } from '../support/amount'
import { expectWellMade, looksInTurn, visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { kindsOfPage, oddContent } from '../support/odd-content'
import { catchUp, postForm, type SentNote, sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
let browser: Browser
/** One tab that goes from page to page, for a test that takes only a look at each. */
let reader: Page
const notes: Record<string, SentNote> = {}
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  reader = await browser.newPage()
  await site.publish({ 'content/site.yml': `${siteYaml}annonce: Une salle a changé.\n`, ...oddContent })
  const moderator = await TestModerator.join(site)
  for (const state of ['pending', 'return', 'approve', 'reject', 'spam']) {
    notes[state] = await sendNote(site, {
      page: '/seances/une/',
      body: `Une note. ${'long'.repeat(60)}\n\n| a |\n|---|\n| 1 |\n\nPuis\n\n| b |\n|---|\n| 2 |`,
      author: 'Goéland',
    })
    if (state === 'pending') continue
    await moderator.decide(notes[state].id, state, { reason: 'De quel moment parlez-vous ?' })
  }
  const withdrawn = await sendNote(site, { page: '/seances/une/' })
  await moderator.decide(withdrawn.id, 'approve')
  await postForm(site, `/suivi/${withdrawn.receipt}/`, { intent: 'withdraw', confirm: 'oui' })
  notes.withdrawn = withdrawn
  await catchUp(site)
})
afterAll(() => Promise.all([site.close(), browser.close()]))

const receipt = (state: string) => () => `/suivi/${notes[state]?.receipt}/`

/** Every kind that a visitor may come to and that `kindsOfPage` does not hold: made by the Worker, or in need of a note. */
const moreKinds: [kind: string, address: () => string][] = [
  ['newest notes', () => '/nouveautes/'],
  ['proceedings', () => '/actes/'],
  ['interface for programs', () => '/api/'],
  ['offline', () => '/hors-connexion/'],
  ['posters of a day', () => '/programme/2022-07-06/affiches/'],
  ['figures of moderation', () => '/moderation-en-chiffres/'],
  ['one note', () => `/notes/${notes.approve?.id}/`],
  ['withdrawn note', () => `/notes/${notes.withdrawn?.id}/`],
  ['report', () => `/notes/${notes.approve?.id}/signaler/`],
  ['form with a choice of pages', () => '/contribuer/'],
  ['form of a session', () => '/contribuer/?page=/seances/une/'],
  ['no such receipt', () => '/suivi/aaaaaaaaaaaaaaaaaaaaaa/'],
  ...['pending', 'return', 'approve', 'reject', 'spam', 'withdrawn'].map((state): [string, () => string] => [
    `receipt: ${state}`,
    receipt(state),
  ]),
]
const kinds: [kind: string, address: () => string][] = [
  ...kindsOfPage.map(([kind, address]): [string, () => string] => [kind, () => address]),
  ...moreKinds,
]

describe.each(moreKinds.map(([kind, address], n) => ({ kind, address, looks: looksInTurn(n) })))('$kind', (each) => {
  test.each(each.looks)('axe finds nothing, nothing overflows: $colorScheme, $width px', async (look) => {
    const context = await visitor(browser, look)
    const page = await context.newPage()
    await page.goto(site.url + each.address())
    await expectWellMade(page)
    await context.close()
  })
})

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/** Only our own stylesheet may apply on a page: a reader's own is put in by the browser, which a test does by its API. */
async function withStyle(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [sheet]
  }, css)
}

/** https://www.w3.org/TR/WCAG21/#text-spacing */
const spaced =
  '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'

test.each(kinds)(
  'no wider than its window and nothing cut off with text spaced out or twice as large; rows apart where no gap is known: %s',
  async (_, address) => {
    await reader.setViewportSize({ width: 320, height: 800 })
    await reader.goto(site.url + address())
    expect(await touchingWithoutGap(reader)).toEqual([])
    await withStyle(reader, spaced)
    expect([await widthOf(reader), await cutOff(reader)]).toEqual([320, []])
    await reader.setViewportSize({ width: 640, height: 800 })
    await withStyle(reader, 'html { font-size: 212.5% !important }')
    expect(await widthOf(reader)).toBe(640)
    await reader.setViewportSize({ width: 1280, height: 800 })
    expect(await touchingWithoutGap(reader)).toEqual([])
  },
)

test('a field at fault has another border, be it for one line or for many', async () => {
  const page = await (await browser.newContext()).newPage()
  const width = (field: string) => page.locator(field).evaluate((each) => getComputedStyle(each).borderTopWidth)
  await page.goto(`${site.url}/recherche/?q=${'long'.repeat(80)}`)
  expect(await width('main [name=q]')).toBe('2px')
  await page.goto(`${site.url}/contribuer/`)
  await page.click('text=Relire avant d’envoyer')
  await page.waitForSelector('.resume')
  expect([await width('[name=body]'), await width('[name=author]')]).toEqual(['2px', '1px'])
  await page.context().close()
})

test('the figures of moderation keep within the smallest window with text half as large again, and twice', async () => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 800 } })).newPage()
  await page.goto(`${site.url}/moderation-en-chiffres/`)
  for (const size of ['159%', '212.5%']) {
    await withStyle(page, `html { font-size: ${size} !important }`)
    expect([size, await widthOf(page)]).toEqual([size, 320])
  }
  await page.context().close()
})

async function touchingWithoutGap(page: Page): Promise<string[]> {
  await withStyle(page, '* { column-gap: 0 !important }')
  return touching(page)
}

/** Neighbours on one line of a flex box with less than 4 px between them. */
function touching(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body, body *')]
      .filter((each) => getComputedStyle(each).display === 'flex')
      .flatMap((row) => {
        const boxes = [...row.children].map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 0)
        return boxes.some((box, n) => {
          const before = boxes[n - 1]
          return before !== undefined && box.top < before.bottom && box.left - before.right < 4
        })
          ? [row.outerHTML.slice(0, 80)]
          : []
      }),
  )
}

/** Elements whose text does not fit and cannot be scrolled to. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((each) => getComputedStyle(each).overflowY === 'hidden' && each.scrollHeight > each.clientHeight + 1)
      .map((each) => each.outerHTML.slice(0, 80)),
  )
}

test('without any style, a page reads in its order: way to the text, menu, text, foot', async () => {
  const page = await (await browser.newContext()).newPage()
  for (const [kind, address] of kinds.filter(([kind], n) => isLong || n % 4 === 0 || kind.startsWith('form'))) {
    await page.goto(site.url + address())
    const order = await page.evaluate(() => {
      for (const sheet of document.querySelectorAll('style')) sheet.remove()
      const parts = ['.skip', '.logo', 'main h1', 'main', 'footer'].map((part) => document.querySelector(part))
      const tops = parts.map((part) => part?.getBoundingClientRect().top ?? Number.NaN)
      return { tops, trap: document.querySelector('.piege')?.getAttribute('aria-hidden') }
    })
    expect([kind, order.trap]).toEqual([kind, kind.startsWith('form') ? 'true' : undefined])
    const [skip = 0, logo = 0, h1 = 0, , footer = 0] = order.tops
    expect([kind, skip < logo, logo < h1, h1 < footer]).toEqual([kind, true, true, true])
  }
  await page.context().close()
})

test('with the reader’s own colours, what is current, pressed or focused still shows by a line', async () => {
  const context = await browser.newContext({ forcedColors: 'active', viewport: { width: 320, height: 800 } })
  const page = await context.newPage()
  const line = (selector: string, side: 'outlineStyle' | 'borderBottomStyle') =>
    page
      .locator(selector)
      .first()
      .evaluate((each, name) => getComputedStyle(each)[name], side)
  await page.goto(`${site.url}/`)
  expect(await line('[aria-current]', 'borderBottomStyle')).toBe('solid')
  expect(await line('.logo', 'borderBottomStyle')).toBe('solid')
  await page.keyboard.press('Tab')
  expect(await line('.skip', 'outlineStyle')).toBe('solid')
  await page.goto(`${site.url}/contribuer/?page=/seances/une/`)
  for (const control of ['textarea', '[name=author]', 'main button']) {
    expect([control, await line(control, 'borderBottomStyle')]).toEqual([control, 'solid'])
  }
  await page.goto(`${site.url}/seances/une/`)
  expect(await line('a.bouton', 'borderBottomStyle')).toBe('solid')
  await context.close()
})
