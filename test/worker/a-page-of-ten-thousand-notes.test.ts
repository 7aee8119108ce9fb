import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Block, blockKey } from '../../worker/publishing/values'
import { fillPage } from '../support/fill-page'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
  await fillPage(site, '/seance/', 10)
  await fillPage(site, '/autre/', 10_000)
})
afterAll(() => site.close())

type Calls = Record<string, number>

async function approveAndView(page: string): Promise<{ approving: Calls; viewing: Calls; bytes: number; last: Block }> {
  const { id } = await sendNote(site, { page, body: 'La plus récente.' })
  const approved = await site.get(`/api/admin/notes/${id}/decisions`, {
    method: 'POST',
    headers: { ...moderator.headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ action: 'approve', version: 1 }),
  })
  expect(approved.status).toBe(200)
  const number =
    (await site.env.DB.prepare('SELECT number FROM notes WHERE id = ?1').bind(id).first<number>('number')) ?? 0
  const block = Math.ceil(number / 20)
  const last = await site.env.PAGES.get<Block>(blockKey(page, block), 'json')
  if (!last) throw new Error('The block was not written.')
  // Past the memory of this isolate, so that the view asks KV.
  await new Promise((resolve) => setTimeout(resolve, 3_200))
  const viewed = await site.get(block === 1 ? page : `${page}?notes=${block}`)
  expect(await viewed.text()).toContain('La plus récente.')
  return {
    approving: JSON.parse(approved.headers.get('X-Test-Calls') ?? ''),
    viewing: JSON.parse(viewed.headers.get('X-Test-Calls') ?? ''),
    bytes: JSON.stringify(last).length,
    last,
  }
}

test('costs the same to view and to approve on as one of ten notes', async () => {
  const small = await approveAndView('/seance/')
  // The 10,001st opens a block, which three blocks must show; the 10,002nd is the ordinary case.
  const opening = await approveAndView('/autre/')
  const large = await approveAndView('/autre/')
  expect(opening.last.blocks).toBe(501)
  expect(opening.last.notes).toHaveLength(1)
  expect(large.approving).toEqual(small.approving)
  expect(sum(large.viewing)).toBeLessThanOrEqual(Math.min(3, sum(small.viewing)))
  expect(large.bytes).toBeLessThan(small.bytes)
  expect(opening.approving['PAGES.put']).toBeLessThanOrEqual(6)
})

const sum = (calls: Record<string, number>) => Object.values(calls).reduce((total, count) => total + count, 0)

test('the first block leads to the next and to the last', async () => {
  const html = await (await site.get('/autre/')).text()
  expect(html).toContain('href="?notes=2#notes"')
  expect(html).toContain('href="?notes=501#notes"')
})

test('the site’s feed tells the hundred newest notes', async () => {
  const entries = async () => (await (await site.get('/feed.xml')).text()).match(/<entry>/g)
  await expect.poll(entries).toHaveLength(100)
})
