import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { kindsOfPage, oddContent } from '../support/odd-content'
import { catchUp, sendNote, TestDesk, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

const endless = (word: string) => word + 'anticonstitutionnellement'.repeat(7)

const settings = ['name: Essai', 'title: Essai', 'name: Forum', 'name: Grand', 'name: Low', 'label: '].reduce(
  (yaml, name) => yaml.replace(name, endless(name)),
  siteYaml,
)

const session = (title: string, hour: number) => `---
title: ${endless(title)}
notes: open
session: { start: 2022-07-06T${hour}:30, end: 2022-07-06T${hour}:50, room: amphi, theme: low-tech, speakers: [${endless('P')}] }
---

## ${endless('Une')}

## ${endless('Deux')}

## ${endless('Trois')}
`

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish({
    ...oddContent,
    'content/site.yml': `${settings}annonce: ${endless('Annonce')}\n`,
    'content/jour.md': `---\ntitle: ${endless('Jour')}\nday: 2022-07-06\n---\n`,
    'content/seances/index.md': `# ${endless('Toutes')}\n`,
    'content/seances/avant.md': session('Avant', 10),
    'content/seances/une.md': session('Une', 11),
    'content/seances/apres.md': session('Après', 12),
  })
})
afterAll(() => Promise.all([site.close(), browser.close()]))

test('a word without an end makes no page wider than its window, be that 320 px or 1280', async () => {
  const moderator = await TestModerator.join(site, endless('').slice(0, 80), { organiser: true })
  const note = { page: '/seances/une/', body: `# ${endless('Titre')}\n\n${endless('Texte')}`, author: endless('A') }
  const [{ id }, { id: pending, receipt }] = [await sendNote(site, note), await sendNote(site, note)]
  await moderator.decide(id, 'approve')
  await catchUp(site)
  const context = await browser.newContext()
  const [name = '', value = ''] = (await TestDesk.open(site, moderator)).cookie.split('=')
  await context.addCookies([{ name, value, url: site.url }])
  const page = await context.newPage()
  const ours = ['', `notes/${pending}/`, 'journal/', 'chiffres/', 'equipe/'].map((path) => `/moderation/${path}`)
  const more = ['/seances/', '/nouveautes/', '/actes/', '/contribuer/?page=/seances/une/', `/suivi/${receipt}/`]
  const addresses = [...kindsOfPage.map(([, address]) => address), ...more, `/notes/${id}/`, ...ours]
  const wide: string[] = []
  for (const address of addresses) {
    await page.goto(site.url + address)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const needed = await page.evaluate(() => document.documentElement.scrollWidth)
      if (needed > width) wide.push(`${address} at ${width}`)
    }
  }
  expect(wide).toEqual([])
  await context.close()
})
