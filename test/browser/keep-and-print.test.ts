import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { unzipSync } from 'fflate'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectWellMade, sliceOfLooks, visitor } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let browser: Browser
let folder = ''
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  folder = await mkdtemp(join(tmpdir(), 'kesako-archive-'))
  await site.publish({
    ...pagesWithNotes,
    'content/a/b.md':
      '---\ntitle: Plus bas\nnotes: open\n---\n\n## Là\n\nVoir [la séance](../seance.md#notes), ![un point](point.svg), [le plan](/plans/plan.txt)\n',
    'content/a/tot.md':
      '---\ntitle: Tôt\nnotes: open\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T10:00, room: amphi }\n---\n',
    'content/a/point.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    'public/plans/plan.txt': 'Le plan.',
    'public/writing.js': 'A script is of no use on disk.',
  })
  const moderator = await TestModerator.join(site)
  const ids: string[] = []
  for (let n = 0; n < 22; n++) {
    const page = n % 5 === 0 ? '/a/b/' : '/seance/'
    ids.push((await sendNote(site, { page, body: `## Titre ${n}\n\nUn texte.` })).id)
  }
  await moderator.decideAll('approve', ids)
  await site.env.DB.prepare(`UPDATE outbox SET due_at = '', written_at = '', leased_until = ''`).run()
  await site.runCron()
})
afterAll(() => Promise.all([site.close(), browser.close(), rm(folder, { recursive: true })]))

test.each(sliceOfLooks)('the proceedings are well made: $colorScheme, $width px', async (look) => {
  const context = await visitor(browser, look)
  const page = await context.newPage()
  const refused: string[] = []
  page.on('console', (message) => refused.push(message.text()))
  await page.goto(`${site.url}/actes/`)
  await expectWellMade(page)
  expect(refused).toEqual([])
  await context.close()
})

test('printed, each session begins a page, and what only helps on a screen is left out', async () => {
  const page = await browser.newPage()
  await page.goto(`${site.url}/actes/`)
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.garder', 'body > header', 'body > footer']) {
    expect(await page.locator(hidden).isVisible()).toBe(false)
  }
  const breaks = await page.$$eval('.jour, .chapitre + .chapitre, .sommaire', (all) =>
    all.map((each) => getComputedStyle(each).breakBefore),
  )
  expect(new Set(breaks)).toEqual(new Set(['page']))
  const pdf = await page.pdf({ preferCSSPageSize: true })
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
  expect(pages).toBeGreaterThanOrEqual(4)
  await page.close()
})

test('the archive opens from disk without a network, every link works, and nothing may run', async () => {
  const archive = new Uint8Array(await (await site.get('/archive.zip')).arrayBuffer())
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  const context = await browser.newContext({ offline: true })
  const page = await context.newPage()
  const failed: string[] = []
  page.on('requestfailed', (request) => failed.push(request.url()))
  page.on('console', (message) => failed.push(message.text()))
  const start = pathToFileURL(join(folder, 'site/index.html')).href
  /** Address of a file → what stands in it that a link may lead to. */
  const visited = new Map<string, string[]>()
  const followed = new Set([start])
  // What is added while it is gone through comes last.
  for (const link of followed) {
    const [url = ''] = link.split('#')
    if (visited.has(url)) continue
    visited.set(url, [])
    if (!url.endsWith('.html')) {
      await access(fileURLToPath(url))
      continue
    }
    await page.goto(url)
    const policy = page.locator('head > meta[http-equiv="Content-Security-Policy"][content^="default-src \'none\'"]')
    expect([url, await policy.count()]).toEqual([url, 1])
    visited.set(url, await page.$$eval('[id]', (all) => all.map(({ id }) => id)))
    const links = await page.$$eval('a[href]', (all) => all.map((each) => (each as HTMLAnchorElement).href))
    for (const each of links) if (each.startsWith('file:')) followed.add(each)
  }
  const anchors = [...followed].filter((link) => link.includes('#')).map((link) => link.split('#'))
  expect(anchors.filter(([url = '', id = '']) => !visited.get(url)?.includes(decodeURIComponent(id)))).toEqual([])
  expect(failed).toEqual([])
  expect([...visited.keys()]).toContainEqual(expect.stringMatching(/\/site\/plans\/plan\.txt$/))
  expect((await readdir(join(folder, 'site'))).filter((name) => name.endsWith('.js'))).toEqual([])
  expect(visited.size).toBeGreaterThan(20)
  expect(anchors.length).toBeGreaterThan(20)
  await page.goto(pathToFileURL(join(folder, 'site/seance/index.html')).href)
  expect(await page.locator('article.note').count()).toBe(17)
  const note = await page.locator('article.note').last().getAttribute('id')
  await page.goto(pathToFileURL(join(folder, `site/notes/${note?.slice('note-'.length)}/index.html`)).href)
  await page.waitForURL(`**/site/seance/index.html#${note}`)
  await page.goto(pathToFileURL(join(folder, 'site/programme/index.html')).href)
  await expectWellMade(page)
  await page.goto(pathToFileURL(join(folder, 'site/a/b/index.html')).href)
  expect(await page.$$eval('img', (all) => all.map(({ naturalWidth }) => naturalWidth))).toEqual([9])
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = 1">'))
  await expect.poll(() => failed.join()).toMatch(/inline event handler violates .* Content Security Policy/)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  await context.close()
})
