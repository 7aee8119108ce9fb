import { encodePath, markdownAddress } from './paths'
import type { SiteSettings } from './settings'
import { dataBlock, type StructuredData } from './structured-data'

export type PageMetadata = {
  /** What schema.org calls this page. */
  data?: StructuredData | undefined
  /** Which part of what stands at its address the page shows: `?theme=low-tech`. */
  query?: string | undefined
  /** The page also stands there as Markdown. */
  hasMarkdown?: boolean | undefined
}

type MetadataProps = PageMetadata & {
  site: SiteSettings
  title: string
  description: string | undefined
  address: string
  lang: string
}

/** What programs read of a page that a search engine may keep: its own address, what a shared link shows, what it is. */
export function Metadata({ site, title, description, address, lang, data, query = '', hasMarkdown }: MetadataProps) {
  const url = site.url + encodePath(address) + query
  return (
    <>
      <link rel="canonical" href={url} />
      {hasMarkdown && <link rel="alternate" type="text/markdown" href={encodePath(markdownAddress(address))} />}
      <meta property="og:type" content={address === '/' ? 'website' : 'article'} />
      <meta property="og:site_name" content={site.title} />
      <meta property="og:title" content={title} />
      {description && <meta property="og:description" content={description} />}
      <meta property="og:url" content={url} />
      <meta property="og:locale" content={locales[lang] ?? lang} />
      {site.share && (
        <>
          <meta property="og:image" content={site.url + encodePath(site.share.image)} />
          <meta property="og:image:alt" content={site.share.alt} />
        </>
      )}
      {data && dataBlock(data)}
    </>
  )
}

/**
 * A finished page as one that shows a part of itself, with a title and an address of its own in the head that the build wrote.
 * @param part Comes before the title. @param query Leads to the part: `?notes=2`.
 */
export function asPart(html: string, part: string, query: string): string {
  const end = html.indexOf('</head>')
  const head = html
    .slice(0, end)
    .replace(/<title>|property="og:title" content="/g, (begun) => `${begun}${part} – `)
    .replace(/(?:rel="canonical" href|property="og:url" content)="[^"]*/g, (address) => address + query)
  return head + html.slice(end)
}

/** OpenGraph wants a territory, https://ogp.me/#optional. */
const locales: Record<string, string> = { fr: 'fr_FR', en: 'en_GB', br: 'br_FR' }
