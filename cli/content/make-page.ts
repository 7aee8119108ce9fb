import { gzipSync } from 'node:zlib'
import { escaped } from '../../worker/site/escaped'
import { styleSourceOf } from '../../worker/site/needed-style'
import type { ParsedPage } from '../../worker/site/page-markdown'
import { renderHeading, renderPage } from '../../worker/site/page-renderer'
import { PageView } from '../../worker/site/page-view'
import { encodePath } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import { renderDocument } from '../../worker/site/shell'
import { stringsFor } from '../../worker/site/strings'
import type { Bodies } from './bodies'
import { contentHash } from './content-hash'
import type { Made } from './made-before'
import { portableSource } from './page-source'
import type { Shown } from './shown-on-page'
import type { SourcePage } from './source-page'

/** A page as HTML and as Markdown, of these arguments alone: the next build holds on to that. */
export async function makePage(page: SourcePage, site: SiteSettings, shown: Shown, bodies: Bodies): Promise<Made> {
  const parsed = page.whole()
  const text = renderSourcePage(page, parsed, site, shown)
  const html = new TextEncoder().encode(text)
  const source = new TextEncoder().encode(portableSource(page, parsed, { ...shown, site }))
  const body = `page/${contentHash(html)}.html`
  const markdown = `page/${contentHash(source)}.md`
  bodies.set(body, html)
  bodies.set(markdown, source)
  // At once: handing it to another thread takes longer than doing it.
  const { length: weight } = gzipSync(html)
  return { body, markdown, style: await styleSourceOf(text), weight }
}

function renderSourcePage(
  { address, front }: SourcePage,
  parsed: ParsedPage,
  site: SiteSettings,
  { data, ...shown }: Shown,
): string {
  const { lang, title } = shown
  const t = stringsFor(lang)
  return renderDocument({
    site,
    title,
    description: front.description,
    address,
    lang,
    hideNavigation: front.hide.includes('navigation'),
    feed: front.notes && address !== '/' ? `${encodePath(address)}feed.xml` : undefined,
    weighed: true,
    hasMarkdown: true,
    data,
    children: PageView({
      ...shown,
      site,
      heading: renderHeading(parsed, t) ?? escaped(title),
      html: renderPage(parsed, t),
      contents: front.hide.includes('toc') || parsed.headings.length < CONTENTS_FROM ? [] : parsed.headings,
      takesNotes: front.notes !== undefined,
    }),
  })
}

/** A table of contents for fewer sections than this is longer than the way it saves. */
const CONTENTS_FROM = 3
