import { encodePath, markdownAddress } from './paths'
import type { SiteSettings } from './settings'
import { dataBlock, type StructuredData } from './structured-data'

export type PageMetadata = {
  /** What schema.org calls this page. */
  data?: StructuredData | undefined
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
export function Metadata({ site, title, description, address, lang, data, hasMarkdown }: MetadataProps) {
  const url = site.url + encodePath(address)
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

/** OpenGraph wants a territory, https://ogp.me/#optional. */
const locales: Record<string, string> = { fr: 'fr_FR', en: 'en_GB', br: 'br_FR' }
