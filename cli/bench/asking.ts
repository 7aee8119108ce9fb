import { addModerator } from '../../worker/moderation/moderators'
import { publishAll } from '../../worker/publishing/mend'
import { publishSite } from '../publication/publish-site'
import { benchContent, benchPage } from './content'
import { median, rounded, timed } from './load'
import type { Tell } from './measures'
import { fillNotes } from './notes'
import { startWorkers } from './workers'

const PAGES = 10
const TIMES = 15

/** What is asked less often than a page, with many notes: the search, the queue, a feed, the proceedings. */
export async function measureAsking(tell: Tell): Promise<void> {
  for (const notes of [1_000, 10_000]) {
    const workers = await startWorkers()
    const content = await benchContent(PAGES)
    try {
      const { stores, site } = workers
      await publishSite(stores.PAGES, await content.build(), [], new Date())
      for (let n = 1; n <= PAGES; n++) await fillNotes(stores.DB, benchPage(n), notes / PAGES)
      await publishAll(stores)
      await workers.runScheduled()
      const added = await addModerator(stores.DB, { name: 'Mesure', organiser: false }, new Date())
      const headers = { Authorization: `Bearer ${added?.key}` }
      const asked = {
        search: '/recherche/?q=prêt+outils',
        'queue, decided notes': '/api/admin/notes?status=published',
        feed: '/feed.xml',
        proceedings: '/actes/',
      }
      for (const [name, path] of Object.entries(asked)) {
        const value = await medianTime(new URL(path, site), headers)
        tell({ name: `${name}, ${notes} notes`, value: rounded(value, 1), unit: 'ms' })
      }
    } finally {
      await content.remove()
      await workers.stop()
    }
  }
}

async function medianTime(url: URL, headers: Record<string, string>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < TIMES; n++) times.push(await timed(url, headers))
  return median(times)
}
