import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { neededStyle } from './needed-style'
import { Metadata, type PageMetadata } from './page-metadata'
import { encodePath, encodeTarget, markdownAddress } from './paths'
import type { SiteSettings } from './settings'
import { NOTES_SLOT, WEIGHT_SLOT } from './slots'
import { type Strings, stringsFor } from './strings'
import { type Sheet, style } from './style'

export type ShellProps = PageMetadata & {
  site: SiteSettings
  /** Begins the `<title>`; the home page says the site's title alone. */
  title: string
  description?: string | undefined
  /** Where this page stands; canonical only for pages that a search engine may keep. */
  address?: string | undefined
  lang?: string | undefined
  hideNavigation?: boolean
  /** Address of the page's own Atom feed, to be found by feed readers besides the site's. */
  feed?: string | undefined
  /** Say the page's weight in the footer: the page must pass through `fillSlots`. */
  weighed?: boolean
  /** Forms need more style than pages that are only read. Default: reading. */
  sheet?: Sheet
  /** Scripts of public/ that make the page better, and the words that they say. Reading pages have none. */
  scripts?: { files: string[]; words: Record<string, string> } | undefined
  /** A stylesheet of its own in place of those; who sends the page says its hash. */
  css?: string
  children: Child
}

/** What every page of the site stands in, whether the build writes it or the Worker does. */
function Shell({
  site,
  title,
  description,
  address,
  lang,
  hideNavigation,
  feed,
  weighed,
  sheet,
  scripts,
  css,
  children,
  ...metadata
}: ShellProps) {
  const ownLang = lang ?? site.lang
  const t = stringsFor(ownLang)
  // What the page's own language is not says which it is.
  const langOfSite = site.lang === ownLang ? undefined : site.lang
  const langOfWords = t.lang === ownLang ? undefined : t.lang
  const markdown = address && metadata.hasMarkdown ? markdownAddress(address) : undefined
  return (
    <html lang={ownLang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{address === '/' ? site.title : `${title} – ${site.title}`}</title>
        {description && <meta name="description" content={description} />}
        {address ? (
          <Metadata {...metadata} {...{ site, title, description, address }} lang={ownLang} />
        ) : (
          <meta name="robots" content="noindex" />
        )}
        <link rel="alternate" type="application/atom+xml" href="/feed.xml" title={t.latest.feedOf(site.title)} />
        {feed && <link rel="alternate" type="application/atom+xml" href={feed} title={t.latest.feedOf(title)} />}
        {icon}
        <style>{raw(css ?? style[sheet ?? 'reading'])}</style>
        {scripts?.files.map((src, n) => (
          <script src={src} defer data-words={n === 0 ? JSON.stringify(scripts.words) : undefined} />
        ))}
      </head>
      <body>
        <a class="skip" href="#contenu" lang={langOfWords}>
          {t.skip}
        </a>
        <header>
          <a class="logo" href="/" lang={langOfSite}>
            {site.name}
          </a>
          {!hideNavigation && site.nav.length > 0 && (
            <Menu site={site} address={address} lang={langOfSite} label={t.menu} />
          )}
        </header>
        {site.annonce && (
          <aside class="annonce" aria-label={t.announcement}>
            <p lang={langOfSite}>{site.annonce}</p>
          </aside>
        )}
        <main id="contenu" tabindex={-1}>
          {children}
        </main>
        <Foot {...{ site, t, address, markdown, weighed, langOfSite }} lang={langOfWords} />
      </body>
    </html>
  )
}

/**
 * The whole document as text, with the part of its stylesheet that it needs. A page that notes come to later keeps all
 * of it, and so does one with a form, whose script puts the next page in its place.
 */
export function renderDocument(props: ShellProps): string {
  const html = `<!doctype html>${Shell(props)}\n`
  const { css, sheet = 'reading' } = props
  if (css || sheet === 'working' || html.includes(NOTES_SLOT)) return html
  return html.replace(style[sheet], () => neededStyle(style[sheet], html))
}

type MenuProps = { site: SiteSettings; address: string | undefined; lang: string | undefined; label: string }

function Menu({ site, address, lang, label }: MenuProps) {
  return (
    <nav aria-label={label}>
      <ul lang={lang}>
        {site.nav.map((entry) => (
          <li>
            <a href={encodeTarget(entry.path)} aria-current={entry.path === address ? 'page' : undefined}>
              {entry.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type FootProps = {
  site: SiteSettings
  t: Strings
  address: string | undefined
  markdown: string | undefined
  weighed: boolean | undefined
  lang: string | undefined
  langOfSite: string | undefined
}

function Foot({ site, t, address, markdown, weighed, lang, langOfSite }: FootProps) {
  return (
    <footer lang={lang}>
      <p lang={langOfSite}>
        {site.event.name}, {site.event.place}.
      </p>
      <p>
        <a rel="license" href={site.licence.url}>
          {t.licence(site.licence.name)}
        </a>
      </p>
      <p class="papier" hidden>
        {site.url + encodePath(address ?? '/')}
      </p>
      <ul class="pied">
        {site.footer.map(({ path, label }) => (
          <li>
            <a href={encodeTarget(path)}>{label}</a>
          </li>
        ))}
        <li>
          <a href="/recherche/">{t.search.title}</a>
        </li>
        <li>
          <a href="/plan/">{t.sitemap}</a>
        </li>
        {markdown && (
          <li>
            <a href={encodePath(markdown)}>{t.page.asMarkdown}</a>
          </li>
        )}
      </ul>
      {weighed && <p>{raw(WEIGHT_SLOT)}</p>}
    </footer>
  )
}

/** Inlined, because a browser would ask for /favicon.ico otherwise: a second request for 200 bytes. */
const icon = raw(
  `<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='4' fill='%2300596b'/><path d='M9 7v14M22 7 11 15l11 6' fill='none' stroke='%23fff' stroke-width='4'/><path d='M7 27h18' stroke='%23f2b705' stroke-width='4'/></svg>"/>`,
)
