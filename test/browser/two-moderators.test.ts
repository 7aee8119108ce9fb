import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, sendNote, TestModerator } from '../support/people'
import { follow, personWithoutScript } from '../support/without-javascript'

const NOTES = amount({ slice: 10, whole: 200 })
const PAGES = 8

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await site.publish(numberedPages(PAGES))
})
afterAll(() => Promise.all([site.close(), browser.close()]))

/** A moderator on a phone without JavaScript, and every answer that was no page or way on. */
async function join(name: string): Promise<{ page: Page; errors: string[] }> {
  const { key } = await TestModerator.join(site, name)
  const page = await personWithoutScript(browser, { colorScheme: 'light', width: 320 })
  const errors: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(`${site.url}/moderation/connexion/`)
  await page.fill('[name=key]', key)
  await follow(page, 'main button')
  return { page, errors }
}

/** Goes from note to note until nothing is left that the other does not read already. @returns How many were decided. */
async function emptyTheQueue(page: Page): Promise<number> {
  let decided = 0
  await follow(page, 'a.bouton')
  while (page.url().includes('/moderation/notes/')) {
    await decide(page, decided++)
  }
  return decided
}

/** Every kind of decision in turn, by the buttons that a person presses. */
async function decide(page: Page, turn: number): Promise<void> {
  const action = ['approve', 'edit', 'reject', 'return', 'spam'][turn % 5]
  if (action === 'approve' || action === 'spam') return follow(page, `button[value=${action}]`)
  const names = { edit: 'Retoucher puis publier', reject: 'Refuser', return: 'Demander une précision' }
  await page.click(`summary:has-text("${names[action as keyof typeof names]}")`)
  if (action === 'edit') await page.fill('details[open] [name=body]', 'Retouchée.')
  if (action === 'return') await page.fill('details[open] [name=reason]', 'Quel jour ?')
  return follow(page, `details[open] button[value=${action}]`)
}

test(
  `two browsers empty a queue of ${NOTES} notes: each note ends with one decision, and nobody meets an error`,
  async () => {
    for (let n = 0; n < NOTES; n++) await sendNote(site, { page: `/page-${1 + (n % PAGES)}/`, body: `Note ${n}.` })
    const moderators = [await join('Naïg'), await join('Malo')]
    const decided = await Promise.all(moderators.map(({ page }) => emptyTheQueue(page)))
    // Who stops while the other still reads the last one leaves it to the other.
    expect(decided.reduce((sum, each) => sum + each, 0)).toBe(NOTES)
    expect(Math.min(...decided)).toBeGreaterThan(0)
    expect(moderators.flatMap(({ errors }) => errors)).toEqual([])
    const { results } = await site.env.DB.prepare(
      `SELECT n.status, n.waiting_revision AS waiting, count(d.id) AS decisions
       FROM notes n LEFT JOIN decisions d ON d.note_id = n.id GROUP BY n.id`,
    ).all<{ status: string; waiting: number | null; decisions: number }>()
    expect(results).toHaveLength(NOTES)
    expect(results.filter(({ waiting, decisions }) => waiting !== null || decisions !== 1)).toEqual([])
  },
  amount({ slice: 60_000, whole: 600_000 }),
)
