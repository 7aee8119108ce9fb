import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { expectWellMade, sliceOfLooks, visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, TestModerator } from '../support/people'

const pages = {
  ...pagesWithNotes,
  'content/atelier.md':
    '---\ntitle: Un atelier\nsession: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, theme: low-tech }\n---\n',
}

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(pages)
})
afterAll(() => Promise.all([site.close(), browser.close()]))

async function keepEverything(attendee: BrowserContext): Promise<Page> {
  const page = await attendee.newPage()
  await page.goto(`${site.url}/hors-connexion/`)
  await page.click('text=Garder le programme hors connexion')
  await page.waitForSelector('text=/pages sont gardées, à \\d+ h \\d\\d\\.$/')
  return page
}

const noticeOf = (page: Page) => page.locator('aside.annonce')

const keptText = (page: Page, address: string) =>
  page.evaluate(async (path) => (await caches.match(path))?.text(), address)

/** As if the copy of a page had been kept at another moment. */
async function keepAsOf(page: Page, address: string, moment: string): Promise<void> {
  await page.evaluate(
    async ([path, keptAt]) => {
      const cache = await caches.open('kesako')
      const copy = await cache.match(path)
      if (!copy) throw new Error('It is not kept.')
      const headers = new Headers(copy.headers)
      headers.set('X-Kept-At', keptAt)
      await cache.put(path, new Response(await copy.blob(), { headers }))
    },
    [address, moment] as const,
  )
}

test.each(sliceOfLooks.slice(0, amount({ slice: 1, whole: 4 })))(
  'axe finds nothing on the page, before and after: $colorScheme, $width px',
  async (look) => {
    const attendee = await visitor(browser, look)
    const page = await attendee.newPage()
    await page.goto(`${site.url}/hors-connexion/`)
    await page.waitForSelector('button[value=on]')
    await expectWellMade(page)
    await page.click('button[value=on]')
    await page.waitForSelector('text=/pages sont gardées/')
    await expectWellMade(page)
    await attendee.close()
  },
)

test('without JavaScript the page explains, and shows no button', async () => {
  const attendee = await browser.newContext({ javaScriptEnabled: false })
  const page = await attendee.newPage()
  await page.goto(`${site.url}/hors-connexion/`)
  expect(await page.textContent('main')).toContain('Garder des copies demande JavaScript')
  expect(await page.locator('button:visible').count()).toBe(0)
  await attendee.close()
})

test('where the browser refuses to keep anything, the page says so and shows no button', async () => {
  const attendee = await browser.newContext()
  await attendee.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('Refused.', 'SecurityError'))
    Object.assign(ServiceWorkerContainer.prototype, { getRegistration: refuse })
    Object.defineProperty(window, 'localStorage', { value: null })
  })
  const page = await attendee.newPage()
  const faults: Error[] = []
  page.on('pageerror', (fault) => faults.push(fault))
  await page.goto(`${site.url}/hors-connexion/`)
  await page.waitForSelector('text=Ce navigateur ne sait pas garder de pages hors connexion')
  expect(await page.locator('button:visible').count()).toBe(0)
  expect(faults).toEqual([])
  await attendee.close()
})

test.each([320, 1280])('the buttons come without moving what is being read: %s px', async (width) => {
  const tops = async (scripts: boolean) => {
    const attendee = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await attendee.newPage()
    if (!scripts) await page.route('**/*.js', (route) => route.abort())
    await page.goto(`${site.url}/hors-connexion/`)
    if (scripts) await page.waitForSelector('button[value=on]')
    const all = await page
      .locator('main > :not(section, noscript)')
      .evaluateAll((each) => each.map((one) => one.getBoundingClientRect().top))
    await attendee.close()
    return all
  }
  const before = await tops(false)
  expect(before.length).toBeGreaterThan(3)
  expect(await tops(true)).toEqual(before)
})

test('nobody who did not ask for it has a service worker', async () => {
  const attendee = await browser.newContext()
  const page = await attendee.newPage()
  for (const address of ['/', '/contribuer/', '/hors-connexion/']) await page.goto(site.url + address)
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  await attendee.close()
})

describe('once it is on', () => {
  test('without a network the pages say the hour of the copy; a note is written, and leaves when it is back', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    await attendee.setOffline(true)
    await page.goto(`${site.url}/seance/`)
    expect(await page.textContent('main')).toContain('Texte de la séance.')
    expect(await noticeOf(page).textContent()).toMatch(
      /Le réseau ne répond pas\s: copie gardée le \S+ \d+(?:er)? \S+ à \d+\sh\s\d\d\./,
    )
    await keepAsOf(page, '/seance/', '2026-11-01T12:00:00Z')
    await page.reload()
    expect(await noticeOf(page).textContent()).toContain('copie gardée le dimanche 1er novembre à')
    await page.goto(`${site.url}/contribuer/?page=/seance/`)
    expect(await page.inputValue('select')).toBe('/seance/')
    const text = 'Écrite dans une salle sans réseau.'
    await page.fill('[name=body]', text)
    await page.check('[name=licence]')
    await page.click('text=Relire avant d’envoyer')
    await page.click('text=Envoyer maintenant')
    await page.waitForSelector('text=Pas encore envoyée')
    await page.goto(`${site.url}/hors-connexion/`)
    expect(await page.textContent('#appareil')).toContain('Pas encore envoyée')
    await attendee.setOffline(false)
    await page.click('#appareil a:has-text("Envoyée")')
    await page.waitForURL('**/suivi/**')
    expect(await page.textContent('.texte')).toContain(text)
    await attendee.close()
  })

  test('a device that is full still reads what the network brings; what it cannot keep is counted', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    const devtools = await attendee.newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: site.url, quotaSize: 1 })
    const response = await page.goto(`${site.url}/seance/`)
    expect(response?.status()).toBe(200)
    expect(await page.textContent('main')).toContain('Texte de la séance.')
    expect(await noticeOf(page).count()).toBe(0)
    await page.goto(`${site.url}/hors-connexion/`)
    await page.click('button[value=again]')
    await page.waitForSelector('text=/^0 pages sont gardées/')
    await attendee.close()
  })

  test('a store of copies that breaks keeps no page from who has a network', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    for (const broken of ['match', 'open']) {
      await attendee.serviceWorkers()[0]?.evaluate((name) => {
        const store = name === 'open' ? caches : Cache.prototype
        Object.assign(store, { [name]: () => Promise.reject(new Error('The store is broken.')) })
      }, broken)
      for (const address of ['/seance/', '/hors-connexion/']) {
        expect((await page.goto(site.url + address))?.status()).toBe(200)
        expect(await noticeOf(page).count()).toBe(0)
      }
    }
    await page.click('button[value=again]')
    await page.waitForSelector('text=/^0 pages sont gardées/')
    await attendee.close()
  })

  test('a copy whose hour cannot be said is shown all the same', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    await page.evaluate(async () => (await caches.open('kesako')).put('/service-worker.json', new Response('{')))
    await attendee.setOffline(true)
    await page.goto(`${site.url}/seance/`)
    expect(await page.textContent('main')).toContain('Texte de la séance.')
    await attendee.close()
  })

  test('two notes from the one kept form are two', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    await attendee.setOffline(true)
    for (const text of ['La première, hors connexion.', 'La seconde, hors connexion.']) {
      await page.goto(`${site.url}/contribuer/?page=/autre/`)
      await page.fill('[name=body]', text)
      await page.check('[name=licence]')
      await page.click('text=Relire avant d’envoyer')
      await page.click(`li:has-text("${text}") >> text=Envoyer maintenant`)
    }
    await attendee.setOffline(false)
    await expect.poll(() => page.locator('#appareil a:has-text("Envoyée")').count()).toBe(2)
    await attendee.close()
  })

  test('with the network, the page of the moment is shown and kept', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    await site.publish({
      ...pages,
      'content/seance.md': '---\ntitle: Une séance\nnotes: open\n---\n\nTexte changé.\n',
    })
    await expect.poll(async () => (await site.get('/seance/')).text(), { timeout: 10_000 }).toContain('Texte changé.')
    await page.goto(`${site.url}/seance/`)
    expect(await page.textContent('main')).toContain('Texte changé.')
    expect(await noticeOf(page).count()).toBe(0)
    await expect.poll(() => keptText(page, '/seance/')).toContain('Texte changé.')
    await attendee.setOffline(true)
    await page.reload()
    expect(await page.textContent('main')).toContain('Texte changé.')
    await attendee.close()
    await site.publish(pages)
  })

  test('after three seconds without an answer the copy is shown; what comes later is kept for the next time', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    let come = () => {}
    const late = new Promise<void>((resolve) => {
      come = resolve
    })
    await attendee.route('**/autre/', async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replace('</main>', '<p>Venu tard.</p></main>')
      await late
      await route.fulfill({ response, body })
    })
    await page.goto(`${site.url}/autre/`)
    expect(await noticeOf(page).count()).toBe(1)
    expect(await page.textContent('main')).not.toContain('Venu tard.')
    come()
    await expect.poll(() => keptText(page, '/autre/')).toContain('Venu tard.')
    await attendee.close()
  })

  test('an address that is not kept leads to what is; receipts, moderation and the API are never touched', async () => {
    const { key } = await TestModerator.join(site, 'Erwan')
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    await page.goto(`${site.url}/moderation/connexion/`)
    await page.fill('[name=key]', key)
    await page.click('button')
    await page.waitForURL('**/moderation/')
    await page.goto(`${site.url}/api/notes`)
    await page.goto(`${site.url}/hors-connexion/`)
    const cached = await page.evaluate(async () => {
      return (await (await caches.open('kesako')).keys()).map(({ url }) => new URL(url).pathname)
    })
    expect(cached).toContain('/seance/')
    expect(cached.filter((path) => /^\/(moderation|api|suivi)/.test(path))).toEqual([])
    await attendee.setOffline(true)
    await page.goto(`${site.url}/nulle-part/`)
    expect(await page.textContent('h1')).toBe('Hors connexion')
    for (const path of ['/moderation/', '/suivi/aaaaaaaaaaaaaaaaaaaaaa/', '/api/notes']) {
      await expect(page.goto(site.url + path)).rejects.toThrow('ERR_INTERNET_DISCONNECTED')
    }
    await attendee.close()
  })

  describe('without a network', () => {
    let page: Page
    beforeAll(async () => {
      page = await keepEverything(await browser.newContext())
      await page.context().setOffline(true)
    })
    afterAll(() => page.context().close())

    test.each([
      ['/seance/?notes=2', 'Une séance'],
      ['/programme/?theme=low-tech', 'Programme'],
      ['/seance', 'Une séance'],
      ['/programme?theme=low-tech', 'Programme'],
      ['/n/ABCD', 'Écrire une note'],
    ])('%s shows what is kept of it', async (address, title) => {
      await page.goto(site.url + address)
      expect(await page.textContent('h1')).toBe(title)
      expect(await noticeOf(page).count()).toBe(1)
    })
  })

  test('as many pages are kept as the page says that it keeps', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    const [, announced] = /Les (\d+) pages du site/.exec((await page.textContent('main ul')) ?? '') ?? []
    const [, kept] = /^(\d+) pages sont gardées/.exec((await page.textContent('[role=status]')) ?? '') ?? []
    expect(Number(announced)).toBeGreaterThan(Object.keys(pages).length - 1)
    expect(kept).toBe(announced)
    await attendee.close()
  })

  test('switched off, nothing is left', async () => {
    const attendee = await browser.newContext()
    const page = await keepEverything(attendee)
    await page.click('text=Ne plus rien garder')
    await page.waitForSelector('text=Plus rien n’est gardé.')
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0)
    await attendee.setOffline(true)
    await expect(page.goto(`${site.url}/seance/`)).rejects.toThrow('ERR_INTERNET_DISCONNECTED')
    await attendee.close()
  })
})
