import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestDesk, TestModerator } from '../support/people'

/**
 * A moderator who is signed in visits a page of somebody else. On another port of the same host the browser takes it for
 * the same site and sends the cookie along, so that our own look at where the form comes from is all that holds.
 */

let site: RunningSite
let browser: Browser
let server: Server
let moderator: TestModerator
let cookie = ''
let form = ''
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
  cookie = (await TestDesk.open(site, moderator)).cookie
  server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(form))
  await new Promise<void>((resolve) => server.listen(0, resolve))
})
afterAll(async () => {
  await Promise.all([site.close(), browser.close(), new Promise((resolve) => server.close(resolve))])
})

async function signedIn(): Promise<Page> {
  const context = await browser.newContext()
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: site.url, httpOnly: true, sameSite: 'Strict' }])
  return context.newPage()
}

/** Opens the other site's page, whose one button sends the form. @returns What our site answered. */
async function sendFrom(page: Page, host: string, action: string, fields: Record<string, string>) {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`)
  form = `<form method="post" action="${site.url}${action}">${inputs.join('')}<button>Gagner</button></form>`
  await page.goto(`http://${host}:${(server.address() as AddressInfo).port}/`)
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url() === site.url + action),
    page.click('button'),
  ])
  return answer
}

test('a form of our own, in the same browser, is taken', async () => {
  const { id } = await sendNote(site)
  const page = await signedIn()
  await page.goto(`${site.url}/moderation/notes/${id}/`)
  await page.click('button[value=approve]')
  await page.waitForURL(/fait=/)
  expect((await moderator.note(id)).status).toBe('published')
  await page.context().close()
})

test.each([
  ['another port of our host, to which the cookie goes', '127.0.0.1', 403],
  ['another site, to which it does not', 'localhost', 303],
])('a form on %s changes nothing', async (_, host, status) => {
  const { id } = await sendNote(site)
  const page = await signedIn()
  const decision = { action: 'approve', version: '1' }
  expect((await sendFrom(page, host, `/moderation/notes/${id}/decisions/`, decision)).status()).toBe(status)
  expect((await moderator.note(id)).status).toBe('pending')
  expect((await sendFrom(page, host, '/moderation/equipe/', { name: `Intrus ${host}` })).status()).toBe(status)
  expect((await sendFrom(page, host, '/moderation/deconnexion/', {})).status()).toBe(status)
  await page.goto(`${site.url}/moderation/equipe/`)
  expect(await page.textContent('main')).not.toContain('Intrus')
  await page.context().close()
})

test.each(['127.0.0.1', 'localhost'])(
  'a form on %s brings its words to our form, and not the key under which they are sent',
  async (host) => {
    const page = await signedIn()
    const key = 'chosen-by-another-site-1'
    await sendFrom(page, host, '/contribuer/', { page: '/seance/', body: 'Une note.', key, intent: 'edit' })
    expect(await page.inputValue('[name=body]')).toBe('Une note.')
    expect(await page.inputValue('[name=key]')).not.toBe(key)
    await page.context().close()
  },
)

test('a page of another site can neither frame ours, nor sign somebody in, nor read an answer', async () => {
  const page = await signedIn()
  expect((await sendFrom(page, '127.0.0.1', '/moderation/connexion/', { key: moderator.key })).status()).toBe(403)
  form = `<iframe src="${site.url}/moderation/"></iframe>`
  const port = (server.address() as AddressInfo).port
  await page.goto(`http://127.0.0.1:${port}/`)
  await expect.poll(() => page.frames()[1]?.url()).toContain('chrome-error')
  const read = await page.evaluate(
    (address) => fetch(address, { credentials: 'include' }).then(() => 'read', String),
    `${site.url}/moderation/`,
  )
  expect(read).toContain('Failed to fetch')
  await page.context().close()
})
