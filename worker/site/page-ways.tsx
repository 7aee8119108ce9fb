import { langAmong } from './in-language'
import { encodePath } from './paths'
import type { Strings } from './strings'

/** A page that another one leads to. */
export type Way = { address: string; title: string; lang: string }

export type Neighbours = { previous: Way | undefined; next: Way | undefined }

type WaysProps = { lang: string; t: Strings }

/** Where a page stands: the pages above it, the home page first. */
export function Breadcrumbs({ above, lang, t }: WaysProps & { above: Way[] }) {
  return (
    <nav aria-label={t.page.breadcrumbs} class="fil">
      {above.map((way, n) => (
        <>
          {n > 0 && ' › '}
          <WayLink way={way} lang={lang} />
        </>
      ))}
    </nav>
  )
}

/** The pages before and after this one, in the order in which one would leaf through the site. */
export function NeighboursNav({ previous, next, lang, t }: WaysProps & Neighbours) {
  if (!previous && !next) return null
  return (
    <nav aria-label={t.page.neighbours}>
      <ul class="suite">
        {previous && (
          <li>
            {t.page.previous} <WayLink way={previous} lang={lang} rel="prev" />
          </li>
        )}
        {next && (
          <li>
            {t.page.next} <WayLink way={next} lang={lang} rel="next" />
          </li>
        )}
      </ul>
    </nav>
  )
}

function WayLink({ way, lang, rel }: { way: Way; lang: string; rel?: string }) {
  return (
    <a href={encodePath(way.address)} rel={rel} lang={langAmong(lang, way.lang)}>
      {way.title}
    </a>
  )
}
