import { roundedKilobytes } from '../site/numbers'
import type { PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import type { ShellProps } from '../site/shell'
import { stringsFor } from '../site/strings'

/** Offline on and off, and what is kept. Without JavaScript the page explains. @param programme Addresses of its pages. */
export function offlinePage(index: PageIndex, programme: string[]): ShellProps {
  const { site } = index
  const t = stringsFor(site.lang)
  const { offline } = t
  const { on, isOn } = programme.length > 0 ? offline.withProgramme : offline.withoutProgramme
  const pages = Object.keys(index.pages).map(encodePath)
  const entries = Object.values(index.pages)
  const weight = entries.reduce((sum, each) => sum + each.weight, 0)
  const hasImages = entries.some(({ images }) => images)
  return {
    site,
    sheet: 'working',
    title: offline.title,
    description: offline.intro,
    address: '/hors-connexion/',
    scripts: { files: ['/writing.js', '/offline.js'], words: { ...t.device, ...offline.script, isOn } },
    children: (
      <>
        <h1>{offline.title}</h1>
        <p>{offline.intro}</p>
        <noscript>
          <p>{offline.without}</p>
        </noscript>
        <h2>{offline.what}</h2>
        <p>{offline.whatHint}</p>
        <ul>
          <li>
            <a href="/plan/">{offline.pages(pages.length, t.number(roundedKilobytes(weight)), hasImages)}</a>
          </li>
          {programme.length > 0 && (
            <li>
              <a href="/programme/">{offline.programme}</a>
            </li>
          )}
          <li>
            <a href="/contribuer/">{offline.form}</a>
          </li>
        </ul>
        <section
          id="hors-connexion-ici"
          data-keep={JSON.stringify({ pages, beside: [...programme, ...furniture] })}
          hidden
        >
          <h2>{offline.here}</h2>
          <p class="boutons">
            <button type="button" value="on" hidden>
              {on}
            </button>
            <button type="button" value="again" hidden>
              {offline.again}
            </button>
            <button type="button" class="second" value="off" hidden>
              {offline.offButton}
            </button>
          </p>
          <p role="status" />
          <p class="aide">{offline.drafts}</p>
        </section>
      </>
    ),
  }
}

/** What works without a network, and what it needs. */
const furniture = ['/contribuer/', '/hors-connexion/', '/plan/', '/writing.js', '/offline.js']
