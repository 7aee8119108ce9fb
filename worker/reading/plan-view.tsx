import { alphabetically } from '../site/alphabetical'
import { langAmong } from '../site/in-language'
import { languageAt, type PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import type { ShellProps } from '../site/shell'
import { stringsFor } from '../site/strings'
import { WaysOn } from './ways-on'

/** What the plan du site is, on the site and in the copy of it that opens from disk. */
export function planPage(index: PageIndex): ShellProps {
  const t = stringsFor(index.site.lang)
  return {
    site: index.site,
    title: t.sitemap,
    description: t.aboutSitemap(index.site.event.name),
    address: '/plan/',
    children: (
      <>
        <h1>{t.sitemap}</h1>
        <PageTree index={index} />
        <WaysOn
          to={['programme', 'now', 'latest', 'actes', 'form', 'search', 'offline', 'figures', 'api']}
          index={index}
          t={t}
        />
      </>
    ),
  }
}

/** Every page of the site under the folder it stands in. */
export function PageTree({ index }: { index: PageIndex }) {
  const addresses = alphabetically(Object.keys(index.pages), (address) => address)
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
  return (
    <a href={encodePath(address)} lang={langAmong(index.site.lang, languageAt(index, address))}>
      {index.pages[address]?.title}
    </a>
  )
}
