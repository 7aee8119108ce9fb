import { setTimeout } from 'node:timers/promises'
import { addModerator } from '../../worker/moderation/moderators'
import { publishAll } from '../../worker/publishing/mend'
import { publishSite } from '../publication/publish-site'
import { benchContent, benchPage } from './content'
import { compare, load, median, rounded } from './load'
import type { Tell } from './measures'
import { fillNotes } from './notes'
import { ratioOf } from './reading'
import { type BenchWorkers, startWorkers } from './workers'

/** Whether a view or an approval costs more when more exists: it must not. */
export async function measureGrowth(tell: Tell): Promise<void> {
  for (const notes of [10, 100, 1_000, 10_000])
    await measureSize(tell, { pages: 10, notes }, `${notes} notes on the page`)
  for (const pages of [1_000, 10_000]) await measureSize(tell, { pages, notes: 20 }, `${pages} pages`)
}

async function measureSize(
  tell: Tell,
  { pages, notes }: { pages: number; notes: number },
  name: string,
): Promise<void> {
  const workers = await startWorkers()
  const content = await benchContent(pages)
  try {
    await publishSite(workers.stores.PAGES, await content.build(), [], new Date())
    await fillNotes(workers.stores.DB, benchPage(1), notes)
    await publishAll(workers.stores)
    await workers.copy(benchPage(1))
    const url = new URL(benchPage(1), workers.site)
    const view = await compare(
      3,
      () => load({ url, seconds: 2 }),
      () => load({ url: workers.bare, seconds: 2 }),
    )
    tell({ name: `view, ${name}`, value: view.ours, unit: '/s', ...ratioOf(view) })
    tell({ name: `approve, ${name}`, value: await approvalTime(workers), unit: 'ms' })
  } finally {
    await content.remove()
    await workers.stop()
  }
}

async function approvalTime({ site, stores }: BenchWorkers): Promise<number> {
  const added = await addModerator(stores.DB, { name: 'Mesure', organiser: false }, new Date())
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${added?.key}` }
  const times: number[] = []
  for (let n = 0; n < 7; n++) {
    const note = JSON.stringify({ page: benchPage(1), body: `Note ${n}.`, licence: 'CC-BY-SA-4.0' })
    const sent = await fetch(new URL('/api/notes', site), { method: 'POST', headers, body: note })
    const { id } = (await sent.json()) as { id: string }
    // Past the second between two writes of a key.
    await setTimeout(1_100)
    const start = performance.now()
    const decision = JSON.stringify({ action: 'approve', version: 1 })
    await fetch(new URL(`/api/admin/notes/${id}/decisions`, site), { method: 'POST', headers, body: decision })
    times.push(performance.now() - start)
  }
  return rounded(median(times), 1)
}
