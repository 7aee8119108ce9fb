import type { Context } from 'hono'
import type { AppContext } from '../env'
import { logFault } from '../log'
import { replyPage } from '../reply'
import { readPageIndex } from '../site/read-index'
import { Unavailable } from '../site/unavailable'
import { planPage } from './plan-view'

/** Plan du site: every page under the folder it stands in. */
export async function showPlan(c: Context<AppContext>): Promise<Response> {
  const index = await readPageIndex(c.env.PAGES, (error) => logFault('index read from memory', error))
  if (!index) throw new Unavailable('Nothing is published yet.')
  c.header('Cache-Control', 'public, max-age=0, must-revalidate')
  return replyPage(c, planPage(index))
}
