import type { Context } from 'hono'
import type { AppContext } from '../env'
import { logFault } from '../log'
import { replyPage } from '../reply'
import { readPageIndex } from '../site/read-index'
import { stringsFor } from '../site/strings'
import { Unavailable } from '../site/unavailable'
import { PageTree } from './page-tree'

/** Plan du site: every page under the folder it stands in. */
export async function showPlan(c: Context<AppContext>): Promise<Response> {
  const index = await readPageIndex(c.env.PAGES, (error) => logFault('index read from memory', error))
  if (!index) throw new Unavailable('Nothing is published yet.')
  const t = stringsFor(index.site.lang)
  c.header('Cache-Control', 'public, max-age=0, must-revalidate')
  return replyPage(c, {
    site: index.site,
    title: t.sitemap,
    address: '/plan/',
    children: (
      <>
        <h1>{t.sitemap}</h1>
        <PageTree index={index} />
      </>
    ),
  })
}
