import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillWithDemo } from '../../cli/demo/fill'
import { type RunningSite, startSite } from '../support/harness'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

test('a key is made once the sample notes stand, so that filling that was cut off can be done again', async () => {
  await site.publish({ 'content/a.md': '---\nnotes: closed\n---\n# A\n' })
  await expect(fillWithDemo(site.env)).rejects.toThrow('No page of content/ takes notes')
  await site.publish({ 'content/a.md': '---\nnotes: open\n---\n# A\n' })
  const key = await fillWithDemo(site.env)
  const answer = await site.get('/api/admin/stats', { headers: { Authorization: `Bearer ${key}` } })
  expect(answer.status).toBe(200)
  expect(await fillWithDemo(site.env)).toBeNull()
})
