import type { Context } from 'hono'
import type { AppContext } from '../env'
import { logFault } from '../log'
import { replyPage } from '../reply'
import type { PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { readPageIndex } from '../site/read-index'
import { stringsFor } from '../site/strings'
import { Unavailable } from '../site/unavailable'

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

export function PageTree({ index }: { index: PageIndex }) {
  const addresses = Object.keys(index.pages).sort((a, b) => a.localeCompare(b, index.site.lang))
  const folders = Map.groupBy(addresses, (address) => address.split('/').slice(0, 2).join('/'))
  return (
    <ul>
      {[...folders.values()].map(([first, ...below]) => (
        <li>
          <PageLink index={index} address={first ?? '/'} />
          {below.length > 0 && (
            <ul>
              {below.map((address) => (
                <li>
                  <PageLink index={index} address={address} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

function PageLink({ index, address }: { index: PageIndex; address: string }) {
  return <a href={encodePath(address)}>{index.pages[address]?.title}</a>
}
