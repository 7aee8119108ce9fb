import { afterAll, beforeAll, expect, test } from 'vitest'
import { lastPublished, readPublished, rememberPublished } from '../../worker/publishing/published-values'
import { permalinkKey } from '../../worker/publishing/values'
import { type RunningSite, startSite } from '../support/harness'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const MEGABYTE = 1 << 20

test('addresses of notes that do not exist push nothing out of the memory', async () => {
  rememberPublished('latest', '[]', 1)
  for (let from = 0; from < 2_100; from += 100) {
    const ids = Array.from({ length: 100 }, (_, n) => String(from + n).padStart(12, '0'))
    await Promise.all(ids.map((id) => readPublished(site.env.PAGES, permalinkKey(id))))
  }
  expect(lastPublished('latest')).toMatchObject({ wanted: 1, value: [] })
  expect(lastPublished(permalinkKey('0'.repeat(12)))).toBeUndefined()
})

test('values are kept by their size: long ones leave room for few', async () => {
  const blocks = Array.from({ length: 20 }, (_, n) => `block/${n + 1}:/long/`)
  for (const key of blocks) await site.env.PAGES.put(key, JSON.stringify('x'.repeat(MEGABYTE)))
  for (const key of blocks) await readPublished(site.env.PAGES, key)
  const kept = blocks.filter((key) => lastPublished(key))
  expect(kept).toEqual(blocks.slice(-kept.length))
  expect(kept.length).toBeGreaterThan(5)
  expect(kept.length).toBeLessThan(15)
})
