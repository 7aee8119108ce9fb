import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { readPublished } from '../publishing/published-values'
import type { PublishedNote } from '../publishing/values'
import { finishedOnce } from './finished-once'
import { finishView, sendPage } from './finished-page'
import { latestPage } from './latest-view'

/** The notes published last, by hour: what has come since somebody was here. */
export async function showLatest(c: Context<AppContext>): Promise<Response> {
  const [index, held] = await Promise.all([publishedIndex(c), readPublished<PublishedNote[]>(c.env.PAGES, 'latest')])
  return sendPage(c, await finishedOnce('latest', [held, index], () => finishView(latestPage(index, held.value ?? []))))
}
