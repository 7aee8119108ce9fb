import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed } from 'feedsmith'
import { unzipSync } from 'fflate'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaintsAbout } from '../../cli/corpora/markup-oracle'
import { ownTexts } from '../../cli/corpora/own-texts'
import { letMinutesPass } from '../support/agreement'
import { amount } from '../support/amount'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { postForm, postJson, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'

/**
 * Hostile texts on every surface that shows them, in a real browser: with the Content-Security-Policy, so that nothing
 * is even tried, and without it, so that escaping alone holds.
 */

let site: RunningSite
let browser: Browser
let moderator: TestModerator
let cookie = ''
let corrected: SentNote
let reported: SentNote
let waiting: SentNote
const pages = ['seance', 'atelier', 'balade']

/** What somebody pasted into a page of content/, told and left out by the build. */
const pasted = [
  '<img alt="x" src="https://evil.example/a.png"/onerror="window.ran=1">',
  '<scr<script></script>ipt>window.ran=1</script>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">',
  '<link rel="stylesheet" href="https://evil.example/a.css"><form action="https://evil.example/"></form>',
  '<noscript><p title="</noscript><svg onload=window.ran=1>"></noscript>',
  '<svg/onload=window.ran=1><use href="https://evil.example/a.svg#b"/></svg>',
  '<kbd><svg/onload=window.ran=1//</kbd>',
]

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  const session = (n: number) =>
    `session: { start: 2022-07-0${5 + n}T09:00, end: 2022-07-0${5 + n}T10:00, room: amphi }`
  const content = pages.map((name, n) => [
    `content/${name}.md`,
    `---\ntitle: ${name}\nnotes: open\n${session(n)}\n---\n`,
  ])
  const html = pasted.map((each) => `<div>\n${each}\n</div>\n\nMots ${each} fin.\n`).join('\n')
  await site.publish({ ...Object.fromEntries(content), 'content/brut.md': `# Brut\n\n${html}` })
  moderator = await TestModerator.join(site, ownTexts[0]?.slice(0, 80), { organiser: true })
  const sent = await Promise.all(ownTexts.map((body, n) => send(body, n)))
  const stored = sent.filter((note) => note !== null)
  // Refused ones stand on the check page alone.
  expect(stored.length).toBeGreaterThan(ownTexts.length - 6)
  const ids = stored.map(({ id }) => id)
  expect((await moderator.decideAll('approve', ids)).status).toBe(200)
  ;[corrected, reported] = stored as [SentNote, SentNote]
  await postJson(site, `/api/receipts/${corrected.receipt}`, { body: `${ownTexts[1]} ${ownTexts[5]}` }, {}, 'PUT')
  for (const reason of ownTexts.slice(0, 8)) await postForm(site, `/notes/${reported.id}/signaler/`, { reason })
  waiting = await sendNote(site, { body: ownTexts[2] ?? '', author: ownTexts[3] ?? '' })
  await moderator.decide(waiting.id, 'return', { reason: ownTexts.slice(0, 10).join(' ') })
  for (const body of ownTexts.slice(0, 10)) await sendNote(site, { body, author: body.split('\n')[0] ?? '' })
  cookie = (await TestDesk.open(site, moderator)).cookie
  await letMinutesPass(site)
  await site.env.DB.prepare(`UPDATE outbox SET due_at = ''`).run()
  await site.runCron()
}, 120_000)
afterAll(() => Promise.all([site.close(), browser.close()]))

/** Under its first line as a name. @returns Null: the form refuses it. */
async function send(body: string, n: number): Promise<SentNote | null> {
  const author = body.split('\n')[0]?.slice(0, 150).toWellFormed()
  const note = { page: `/${pages[n % pages.length]}/`, body, author, licence: 'CC-BY-SA-4.0' }
  const response = await postJson(site, '/api/notes', note)
  return response.status === 201 ? ((await response.json()) as SentNote) : null
}

/** A page that writes down all that must not happen. */
async function watchedPage(context: BrowserContext): Promise<{ page: Page; wrong: string[] }> {
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`)
    return dialog.dismiss()
  })
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) wrong.push(message.text())
  })
  page.on('request', (request) => {
    if (!new URL(request.url()).host.endsWith(new URL(site.url).host)) wrong.push(`request: ${request.url()}`)
  })
  return { page, wrong }
}

/** What stands in the document that no text of a stranger may bring. */
function found(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ours = /^(?:https?:\/\/[^/]+)?\/(?:drafts|form|offline|shortcuts|queue|moderation|[a-z-]+)\.js$/
    const isOurs = (script: Element) =>
      script.getAttribute('type') === 'application/ld+json' || ours.test(script.getAttribute('src') ?? '')
    const elements = [...document.querySelectorAll('*')]
    return [
      ...('ran' in window ? ['something ran'] : []),
      ...[...document.querySelectorAll('script')].filter((script) => !isOurs(script)).map(({ outerHTML }) => outerHTML),
      ...elements.flatMap(({ attributes }) =>
        [...attributes].filter(({ name }) => /^(?:on|style$|srcdoc$|formaction$)/.test(name)).map(({ name }) => name),
      ),
      ...[...document.querySelectorAll('iframe, object, embed, base, img[src^=http], meta[http-equiv=refresh]')].map(
        ({ outerHTML }) => outerHTML,
      ),
      ...[...document.querySelectorAll('a[href]')]
        .filter((link) => link instanceof HTMLAnchorElement && !/^(?:https?|mailto):$/.test(link.protocol))
        .map(({ outerHTML }) => outerHTML),
    ]
  })
}

const addresses = () => [
  '/brut/',
  ...pages.map((name) => `/${name}/`),
  ...['/nouveautes/', '/programme/', '/actes/'],
  ...[`/notes/${corrected.id}/`, `/notes/${reported.id}/signaler/`, `/suivi/${corrected.receipt}/`],
  ...[`/suivi/${waiting.receipt}/`, '/moderation/', '/moderation/?status=published', '/moderation/?kind=report'],
  ...[`/moderation/notes/${corrected.id}/`, `/moderation/notes/${reported.id}/`, `/moderation/notes/${waiting.id}/`],
  ...['/moderation/journal/', '/moderation/chiffres/', '/moderation/equipe/', '/moderation/reglages/'],
]
const asked = ownTexts.slice(0, 6).map((text) => encodeURIComponent(text))
const addressesThatAsk = [
  ...asked.flatMap((q) => [`/recherche/?q=${q}`, `/contribuer/?page=${q}`, `/programme/?theme=${q}`, `/${q}/`]),
  ...asked.flatMap((q) => [
    `/moderation/?q=${q}`,
    `/moderation/?page=${q}&flag=${q}`,
    `/moderation/connexion/?suite=${q}`,
  ]),
]

test('documents of other kinds stay of their kind, whole, and nothing in them is a document of its own', async () => {
  const context = await browser.newContext({ bypassCSP: true })
  const { page, wrong } = await watchedPage(context)
  const xml = ['/feed.xml', ...pages.map((name) => `/${name}/feed.xml`), '/schedule.xml']
  const others = ['/actes.json', '/api/notes', '/schedule.json', '/actes.md', '/seance.md', '/schedule.ics']
  for (const address of [...xml, ...others]) {
    const response = await site.get(address)
    const text = await response.text()
    expect(response.headers.get('Content-Type'), address).not.toContain('html')
    expect(response.headers.get('X-Content-Type-Options'), address).toBe('nosniff')
    if (address.endsWith('json')) JSON.parse(text)
    if (!xml.includes(address)) continue
    expect(XMLValidator.validate(text), address).toBe(true)
    const contents = parseAtomEntries(address, text)
    expect(contents.flatMap(complaintsAbout), address).toEqual([])
    await page.goto(site.url + address)
    expect([await page.evaluate(() => 'ran' in window), wrong], address).toEqual([false, []])
  }
  await context.close()
})

/** The HTML that a feed carries, as a program that reads feeds takes it out. */
function parseAtomEntries(address: string, text: string): string[] {
  if (!address.endsWith('feed.xml')) return []
  const entries = parseAtomFeed(text).entries ?? []
  expect(entries.length).toBeGreaterThan(5)
  return entries.flatMap(({ content }) => (content?.value ? [content.value] : []))
}

/** Without the policy nothing but our own care stands between a text and the page; with it, in the long run. */
const policies: [name: string, bypassCSP: boolean][] = [
  ['without the Content-Security-Policy', true],
  ['with it', false],
]

describe.each(policies.slice(0, amount({ slice: 1, whole: 2 })))('%s', (_, bypassCSP) => {
  async function open(): Promise<{ page: Page; wrong: string[]; context: BrowserContext }> {
    const context = await browser.newContext({ bypassCSP })
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: site.url }])
    return { ...(await watchedPage(context)), context }
  }

  test('no address that shows them runs, loads or styles anything, and each stands whole', async () => {
    const { page, wrong, context } = await open()
    const all = [...addresses(), ...addressesThatAsk]
    for (const address of all.filter((_, n) => n % amount({ slice: 2, whole: 1 }) === 0)) {
      const response = await page.goto(site.url + address)
      expect(response?.status(), address).toBeLessThan(500)
      expect(await found(page), address).toEqual([])
      expect(wrong, address).toEqual([])
      expect(await page.locator('body > footer').count(), address).toBe(1)
      expect(await page.locator('style').count(), address).toBe(1)
    }
    await context.close()
  }, 120_000)

  test('the form, its faults and its check page show them as text, as they were typed', async () => {
    const { page, wrong, context } = await open()
    for (const text of ownTexts.filter((_, n) => n % amount({ slice: 5, whole: 1 }) === 0)) {
      const body = new URLSearchParams({ page: '/seance/', body: text, author: text, licence: 'on' }).toString()
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      await page.route('**/contribuer/', (route) => route.continue({ method: 'POST', headers, postData: body }))
      const response = await page.goto(`${site.url}/contribuer/`)
      await page.unroute('**/contribuer/')
      expect([200, 422], text).toContain(response?.status())
      expect(await found(page), text).toEqual([])
      expect(wrong, text).toEqual([])
      const typed = await page.locator('[name=body]').inputValue()
      expect(typed, text).toBe(text)
    }
    await context.close()
  }, 120_000)

  test.each([
    ['the e-book', '/actes.epub', /\.xhtml$/, 'application/xhtml+xml', 2],
    ['the static copy in the archive', '/archive.zip', /\.html$/, 'text/html; charset=utf-8', 4],
  ])(
    '%s holds nothing that runs or loads',
    async (__, address, pattern, contentType, everyFew) => {
      const { page, wrong, context } = await open()
      const files = unzipSync(new Uint8Array(await (await site.get(address)).arrayBuffer()))
      const documents = Object.entries(files).filter(([name]) => pattern.test(name))
      expect(documents.length).toBeGreaterThan(3)
      for (const [name, bytes] of documents.filter((_, n) => n % amount({ slice: everyFew, whole: 1 }) === 0)) {
        const file = `${site.url}/from-a-file`
        // A signpost leads on at once, within the copy: it is looked at before that.
        const body = new TextDecoder()
          .decode(bytes)
          .replace(/<meta http-equiv="refresh" content="0; url=[\w./#-]+">/, '')
        await page.route(file, (route) => route.fulfill({ contentType, body }))
        await page.goto(file)
        await page.unroute(file)
        expect(await found(page), name).toEqual([])
        expect(wrong, name).toEqual([])
        expect(await page.locator('parsererror').count(), name).toBe(0)
      }
      await context.close()
    },
    120_000,
  )
})
