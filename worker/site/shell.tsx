import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { encodePath } from './paths'
import type { SiteSettings } from './settings'
import { WEIGHT_SLOT } from './slots'
import { stringsFor } from './strings'
import { type Sheet, style } from './style'

export type ShellProps = {
  site: SiteSettings
  /** Begins the `<title>`; the home page says the site's title alone. */
  title: string
  description?: string | undefined
  /** Where this page stands; canonical only for pages that a search engine may keep. */
  address?: string | undefined
  lang?: string | undefined
  hideNavigation?: boolean
  /** Say the page's weight in the footer: the page must pass through `fillSlots`. */
  weighed?: boolean
  /** Forms need more style than pages that are only read. Default: reading. */
  sheet?: Sheet
  /** A stylesheet of its own in place of those; who sends the page says its hash. */
  css?: string
  children: Child
}

/** What every page of the site stands in, whether the build writes it or the Worker does. */
export function Shell({
  site,
  title,
  description,
  address,
  lang,
  hideNavigation,
  weighed,
  sheet,
  css,
  children,
}: ShellProps) {
  const t = stringsFor(lang ?? site.lang)
  return (
    <html lang={lang ?? site.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{address === '/' ? site.title : `${title} – ${site.title}`}</title>
        {description && <meta name="description" content={description} />}
        {address ? (
          <link rel="canonical" href={site.url + encodePath(address)} />
        ) : (
          <meta name="robots" content="noindex" />
        )}
        <link rel="icon" href={favicon} />
        <style>{raw(css ?? style[sheet ?? 'reading'])}</style>
      </head>
      <body>
        <a class="skip" href="#contenu">
          {t.skip}
        </a>
        <header>
          <a class="logo" href="/">
            {site.name}
          </a>
          {!hideNavigation && site.nav.length > 0 && <Menu site={site} address={address} label={t.menu} />}
        </header>
        {site.annonce && (
          <aside class="annonce" aria-label={t.announcement}>
            <p>{site.annonce}</p>
          </aside>
        )}
        <main id="contenu" tabindex={-1}>
          {children}
        </main>
        <footer>
          <p>
            {site.event.name}, {site.event.place}.
          </p>
          <p>
            <a rel="license" href={site.licence.url}>
              {t.licence(site.licence.name)}
            </a>
          </p>
          <p>
            <a href="/plan/">{t.sitemap}</a>
            {weighed && (
              <>
                {' · '}
                {raw(WEIGHT_SLOT)}
              </>
            )}
          </p>
        </footer>
      </body>
    </html>
  )
}

/** The whole document as text. */
export function renderDocument(props: ShellProps): string {
  return `<!doctype html>${Shell(props)}\n`
}

function Menu({ site, address, label }: { site: SiteSettings; address: string | undefined; label: string }) {
  return (
    <nav aria-label={label}>
      <ul>
        {site.nav.map((entry) => (
          <li>
            <a href={encodePath(entry.path)} aria-current={entry.path === address ? 'page' : undefined}>
              {entry.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Inlined, because a browser would ask for /favicon.ico otherwise: a second request for 200 bytes. */
const favicon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#00596b"/><path d="M9 7v14M22 7 11 15l11 6" fill="none" stroke="#fff" stroke-width="4"/><path d="M7 27h18" stroke="#f2b705" stroke-width="4"/></svg>',
)}`
