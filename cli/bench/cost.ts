import { decide } from '../../worker/moderation/decide'
import { RecentPrints } from '../../worker/notes/near-copy'
import { send } from '../../worker/notes/send'
import { interceptStores } from '../../worker/store-calls'
import { publishSite } from '../publication/publish-site'
import { publishedSite } from '../published-site'
import { benchContent, benchPage } from './content'
import type { Tell } from './measures'
import { meteredDatabase } from './metered-database'
import { noteText } from './notes'
import { startWorkers } from './workers'

/** What each deed asks of KV and D1, in the units of the platform's price list. */
export async function measureCost(tell: Tell): Promise<void> {
  const workers = await startWorkers()
  const content = await benchContent(10)
  try {
    const { stores } = workers
    await publishSite(stores.PAGES, await content.build(), [], new Date())
    const index = await publishedSite(stores)
    const meter = { reads: 0, writes: 0, rowsRead: 0, rowsWritten: 0 }
    const withCalls = interceptStores(stores, (store, method, call) => {
      if (store === 'PAGES') meter[method === 'put' ? 'writes' : 'reads']++
      return call()
    })
    const metered = { ...withCalls, DB: meteredDatabase(stores.DB, meter) }
    const told = (deed: string) => {
      tell({ name: `${deed}: KV reads`, value: meter.reads, unit: '' })
      tell({ name: `${deed}: KV writes`, value: meter.writes, unit: '' })
      tell({ name: `${deed}: D1 rows read`, value: meter.rowsRead, unit: '' })
      tell({ name: `${deed}: D1 rows written`, value: meter.rowsWritten, unit: '' })
      Object.assign(meter, { reads: 0, writes: 0, rowsRead: 0, rowsWritten: 0 })
    }
    const page = benchPage(1)
    const submission = { page, address: page, body: noteText, author: 'Goéland', licence: index.site.licence.id }
    const signals = { trapFilled: false, renderedAt: null, device: 'mesure' }
    const result = await send(metered, new RecentPrints(), submission, null, signals, new Date())
    told('a note')
    if (result.outcome !== 'sent') throw new Error('The note of the benchmark was not taken.')
    const following: Promise<unknown>[] = []
    const publishing = { ...metered, later: (work: Promise<unknown>) => following.push(work) }
    const approve = { id: result.sent.id, version: 1, action: 'approve' as const, reason: null }
    await decide(publishing, 'Mesure', approve, new Date())
    await Promise.all(following)
    told('a decision')
    // By the Worker itself, which tells how often it asked.
    const timing = (await fetch(new URL(page, workers.site))).headers.get('Server-Timing') ?? ''
    meter.reads = Number(/kv;dur=\d+;desc="(\d+)"/.exec(timing)?.[1])
    meter.rowsRead = Number(/d1;dur=\d+;desc="(\d+)"/.exec(timing)?.[1])
    told('a view, nothing in memory')
  } finally {
    await content.remove()
    await workers.stop()
  }
}
