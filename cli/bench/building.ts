import { syncPageSearch } from '../publication/page-search'
import { publishSite } from '../publication/publish-site'
import { benchContent } from './content'
import { median, rounded } from './load'
import type { Tell } from './measures'
import { startWorkers } from './workers'

/** How often something short is measured. */
const TIMES = 3

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
    const told = (name: string, value: number, goal?: string) => tell({ name, value, unit: 's', ...(goal && { goal }) })
    try {
      // What the program itself takes to be read and compiled is not what grows.
      await content.build()
      const few = pages === 1_000
      const built = await seconds(content.build, few ? TIMES : 1, content.forget)
      told(`build ${pages} pages`, built, few ? '≤ 1 s' : undefined)
      told(`of it, writing the files of ${pages} pages`, await seconds(content.writePlainly))
      told(`publish ${pages} pages`, await seconds(publish))
      const changed = await seconds(publish, TIMES, content.changeOne)
      told(`build and publish one changed page of ${pages}`, changed, '< 1 s')
    } finally {
      await stop()
      await content.remove()
    }
  }
  tell({ name: 'memory after 10000 pages', value: Math.round(process.memoryUsage().rss / 1e6), unit: 'MB' })
}

/** The median of so many times. @param before What is done before each, and not measured. */
async function seconds(work: () => Promise<unknown>, times = 1, before = async () => {}): Promise<number> {
  const all: number[] = []
  for (let n = 0; n < times; n++) {
    await before()
    const start = performance.now()
    await work()
    all.push(performance.now() - start)
  }
  return rounded(median(all) / 1_000, 2)
}
