import { syncPageSearch } from '../publication/page-search'
import { publishSite } from '../publication/publish-site'
import { benchContent } from './content'
import { rounded } from './load'
import type { Tell } from './measures'
import { startWorkers } from './workers'

/** From Markdown to KV and to the search, all of it and then one changed page. */
export async function measureBuilding(tell: Tell): Promise<void> {
  for (const pages of [1_000, 10_000]) {
    const content = await benchContent(pages)
    const { stores, stop } = await startWorkers()
    const publish = async () => {
      const site = await content.buildAgain()
      await publishSite(stores.PAGES, site, [], new Date())
      await syncPageSearch(stores.DB, site, { changedOnly: true })
    }
    try {
      // What the program itself takes to be read and compiled is not what grows.
      await content.build()
      tell({
        name: `build ${pages} pages`,
        value: await seconds(content.build),
        unit: 's',
        ...(pages === 1_000 && { goal: '≤ 1 s' }),
      })
      tell({ name: `publish ${pages} pages`, value: await seconds(publish), unit: 's' })
      await content.changeOne()
      tell({
        name: `build and publish one changed page of ${pages}`,
        value: await seconds(publish),
        unit: 's',
        goal: '< 1 s',
      })
    } finally {
      await stop()
      await content.remove()
    }
  }
  tell({ name: 'memory after 10000 pages', value: Math.round(process.memoryUsage().rss / 1e6), unit: 'MB' })
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return rounded((performance.now() - start) / 1_000, 2)
}
