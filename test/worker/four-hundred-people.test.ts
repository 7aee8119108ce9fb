import { afterAll, beforeAll, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
})
afterAll(() => site.close())

const PEOPLE = amount({ slice: 100, whole: 400 })
/** Browsers that are busy at one moment. */
const TOGETHER = 40

test('hundreds of people behind one address send in one minute: every note is taken, none twice', async () => {
  const began = performance.now()
  const receipts: string[] = []
  const waiting = Array.from({ length: PEOPLE }, (_, n) => n)
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  async function person(n: number): Promise<string> {
    const form = await (await site.get('/contribuer/?page=/seance/')).text()
    const fields = {
      ...{ page: '/seance/', body: `Ce que la personne ${n} a retenu : ${n * 7919}.`, licence: 'on', intent: 'send' },
      ...{ key: hidden(form, 'key'), stamp: hidden(form, 'stamp') },
    }
    // One in ten taps twice.
    const answers = await Promise.all(
      Array.from({ length: n % 10 === 0 ? 2 : 1 }, () => postForm(site, '/contribuer/', fields)),
    )
    for (const answer of answers) expect(answer.status).toBe(303)
    const [receipt = '', ...more] = answers.map(({ headers }) => headers.get('Location') ?? '')
    expect(more.every((other) => other === receipt)).toBe(true)
    return receipt
  }
  const browsers = Array.from({ length: TOGETHER }, async () => {
    for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) receipts.push(await person(n))
  })
  await Promise.all(browsers)
  const seconds = (performance.now() - began) / 1000
  console.log(`${PEOPLE} notes in ${seconds.toFixed(1)} s`)
  expect(new Set(receipts).size).toBe(PEOPLE)
  const stored = await site.env.DB.prepare('SELECT count(*) AS notes FROM notes').first<{ notes: number }>()
  expect(stored?.notes).toBe(PEOPLE)
}, 120_000)
