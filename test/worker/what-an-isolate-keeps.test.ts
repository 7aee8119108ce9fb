import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { lastPublished, readPublished, rememberPublished } from '../../worker/publishing/published-values'
import { permalinkKey } from '../../worker/publishing/values'
import { type RunningSite, startSite } from '../support/harness'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
afterEach(() => {
  vi.useRealTimers()
})

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
  for (const key of blocks) await site.env.PAGES.put(key, JSON.stringify(['x'.repeat(MEGABYTE)]))
  for (const key of blocks) await readPublished(site.env.PAGES, key)
  const kept = blocks.filter((key) => lastPublished(key))
  expect(kept).toEqual(blocks.slice(-kept.length))
  expect(kept.length).toBeGreaterThan(5)
  expect(kept.length).toBeLessThan(15)
})

test('what KV does not show yet is kept for some minutes, what was taken out of it no longer', async () => {
  const { PAGES } = site.env
  vi.useFakeTimers({ toFake: ['Date'] })
  const secondsPass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000)
  const read = async () => (await readPublished(PAGES, permalinkKey('prise000'))).value
  rememberPublished(permalinkKey('prise000'), '["ici"]', 3)
  secondsPass(100)
  expect(await read()).toEqual(['ici'])
  await PAGES.put(permalinkKey('prise000'), '["ici"]', { metadata: { wanted: 3 } })
  secondsPass(100)
  expect(await read()).toEqual(['ici'])
  await PAGES.delete(permalinkKey('prise000'))
  secondsPass(100)
  expect(await read()).toEqual(['ici'])
  secondsPass(100)
  expect(await read()).toBeNull()
})
