import jsqr from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'

const session = (title: string, hours: string, more = '') =>
  `---\ntitle: ${title}\nnotes: open\n${more}session: { ${hours}, room: amphi }\n---\n`

/** Titles of that many letters, and what else takes a line of the poster. */
const long = Object.fromEntries(
  [60, 80, 200, 380, 3000].map((length) => {
    const title = `${'Accompagner chacune et chacun '.repeat(100).slice(0, length - 1)}W`
    const when = 'start: 2022-07-05T09:00, end: 2022-07-08T12:00, status: moved'
    return [`content/l/${length}.md`, `---\ntitle: ${title}\nnotes: open\nsession: { ${when} }\n---\n`]
  }),
)

const files = {
  'content/s/une.md': session('Séance une', 'start: 2022-07-06T10:30, end: 2022-07-06T12:30'),
  'content/s/longue.md': session('Un titre long '.repeat(12), 'start: 2022-07-06T14:00, end: 2022-07-06T15:00'),
  'content/s/autre.md': session('Séance autre', 'start: 2022-07-07T10:30, end: 2022-07-07T12:30'),
}

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish({ ...files, ...long })
})
afterAll(() => Promise.all([site.close(), browser.close()]))

async function open(path: string, look: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await (await browser.newContext(look)).newPage()
  await page.goto(site.url + path)
  return page
}

/** What a phone's camera reads on this page. */
async function scan(page: Page, code = 0): Promise<string | undefined> {
  const picture = await page.locator('svg.qr').nth(code).screenshot()
  const blank = await browser.newPage()
  const { dots, width, height } = await blank.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: image.width, height: image.height })
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? []
    // One string, for a list would come from the page number by number: a character for each shade of grey.
    let dots = ''
    for (let n = 0; n < pixels.length; n += 4) {
      const [red, green, blue] = [pixels[n] ?? 0, pixels[n + 1] ?? 0, pixels[n + 2] ?? 0]
      dots += String.fromCharCode(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    }
    return { dots, width: image.width, height: image.height }
  }, picture.toString('base64'))
  await blank.close()
  const data = Uint8ClampedArray.from({ length: 4 * dots.length }, (_, n) => dots.charCodeAt(n >> 2))
  return jsqr(data, width, height)?.data
}

const schemes = ['light', 'dark'] as const

test.each(schemes.slice(0, amount({ slice: 1, whole: schemes.length })))(
  'a phone reads the poster, and comes to the session’s form: %s',
  async (scheme) => {
    const page = await open('/s/une/affiche/', { colorScheme: scheme })
    const address = (await scan(page)) ?? ''
    expect(address).toMatch(/^https:\/\/essai\.example\/n\/[A-Z2-9]{5}$/)
    const spoken = (await page.locator('.adresse').textContent()) ?? ''
    expect(`https://${spoken}`).toBe(address)
    expect(await page.locator('main').textContent()).toMatch(/Séance une.*Mercredi 6 juillet 2022.*Grand amphi/)

    const code = new URL(address).pathname
    for (const typed of [code, code.toLowerCase()]) {
      const response = await site.get(typed)
      expect([response.status, response.headers.get('Location')]).toEqual([302, '/contribuer/?page=%2Fs%2Fune%2F'])
    }
  },
)

test('all posters of a day print on one sheet each, and nothing else', async () => {
  const page = await open('/programme/2022-07-06/affiches/')
  expect(await page.locator('svg.qr').count()).toBe(2)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('navigation').count()).toBe(0)
  const letters = await page.locator('.adresse strong').first()
  // Read from two metres: capitals of 15 mm at least, 72 points being an inch.
  const points = await letters.evaluate((strong) => Number.parseFloat(getComputedStyle(strong).fontSize) * 0.75)
  expect(points * 0.7 * (25.4 / 72)).toBeGreaterThan(15)
  expect(await scan(page, 1)).toMatch(/\/n\//)
})

test.each(Object.keys(long))('a title of any length leaves the poster on one sheet: %s', async (name) => {
  const page = await open(`${name.replace(/^content|\.md$/g, '')}/affiche/`)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
})

test('a phone reads the code that the longest title leaves room for', async () => {
  const page = await open('/l/3000/affiche/', { viewport: { width: 680, height: 1009 } })
  await page.emulateMedia({ media: 'print' })
  expect(await scan(page)).toMatch(/\/n\//)
})

test('the short address stays when the page moves with its id and others are added', async () => {
  const address = await scan(await open('/s/autre/affiche/'))
  const moved = {
    ...files,
    'content/ailleurs.md': session('Autre', 'start: 2022-07-07T10:30, end: 2022-07-07T12:30', 'id: /s/autre/\n'),
  }
  const { 'content/s/autre.md': _, ...rest } = moved
  await site.publish({ ...rest, 'content/a.md': session('A', 'start: 2022-07-05T10:30, end: 2022-07-05T12:30') })
  const follow = async () => (await site.get(new URL(address ?? '').pathname)).headers.get('Location')
  await expect.poll(follow, { timeout: 8_000 }).toBe('/contribuer/?page=%2Failleurs%2F')
})

test('the address of a session that takes no notes any more leads to its page', async () => {
  const address = await scan(await open('/s/une/affiche/'))
  await site.publish({ ...files, 'content/s/une.md': files['content/s/une.md'].replace('open', 'closed') })
  const follow = async () => (await site.get(new URL(address ?? '').pathname)).headers.get('Location')
  await expect.poll(follow, { timeout: 8_000 }).toBe('/s/une/')
})

test('a code that is no session’s says what to look at', async () => {
  const response = await site.get('/n/OO000')
  expect(response.status).toBe(404)
  const html = await response.text()
  expect(html).toContain('il n’y a ni O, ni I')
  expect(html).toContain('action="/recherche/"')
})

test.each(['/affiche/', '/rien/affiche/', '/programme/2022-08-01/affiches/'])('%s is none', async (path) => {
  expect((await site.get(path)).status).toBe(404)
})
