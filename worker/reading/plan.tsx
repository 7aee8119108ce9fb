import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import type { PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { renderDocument } from '../site/shell'
import { stringsFor } from '../site/strings'
import { styleSource } from '../site/style'
import { typeset } from '../site/typography'
import { type FinishedPage, finishPage, sendPage } from './finished-page'

/** The plan as it was last finished, held as long as the index is. */
const finished = new WeakMap<PageIndex, FinishedPage>()

/** Plan du site: every page under the folder it stands in. */
export async function showPlan(c: Context<AppContext>): Promise<Response> {
  const index = await publishedIndex(c)
  const page = finished.get(index) ?? (await finishPage(planPage(index), await styleSource('reading')))
  finished.set(index, page)
  return sendPage(c, page)
}

function planPage(index: PageIndex): string {
  const t = stringsFor(index.site.lang)
  return renderDocument({
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
  const { title = '', lang = index.site.lang } = index.pages[address] ?? {}
  return (
    <a href={encodePath(address)} lang={lang === index.site.lang ? undefined : lang}>
      {typeset(title, lang)}
    </a>
  )
}
