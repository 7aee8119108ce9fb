import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { finishedOnce } from './finished-once'
import { finishView, sendPage } from './finished-page'
import { planPage } from './plan-view'

/** Plan du site: every page under the folder it stands in. */
export async function showPlan(c: Context<AppContext>): Promise<Response> {
  const index = await publishedIndex(c)
  return sendPage(c, await finishedOnce('/plan/', [index], () => finishView(planPage(index))))
}
