import type { PageIndex } from '../site/page-index'
import type { Strings } from '../site/strings'

type Way = 'programme' | 'now' | 'latest' | 'actes' | 'form' | 'search' | 'offline' | 'figures' | 'api' | 'plan'

/** A list of pages that the program writes itself, of the programme where there is one. The copy for disks leaves out what it has not. */
export function WaysOn({ to, index, t }: { to: Way[]; index: PageIndex; t: Strings }) {
  const ways: Record<Way, [address: string, title: string]> = {
    programme: ['/programme/', t.programme.title],
    now: ['/programme/maintenant/', t.programme.nowTitle],
    latest: ['/nouveautes/', t.latest.title],
    actes: ['/actes/', t.actes.title],
    form: ['/contribuer/', t.form.title],
    search: ['/recherche/', t.search.title],
    offline: ['/hors-connexion/', t.offline.title],
    figures: ['/moderation-en-chiffres/', t.team.yearly],
    api: ['/api/', t.api],
    plan: ['/plan/', t.sitemap],
  }
  return (
    <ul class="suite">
      {to
        .map((way) => ways[way])
        .filter(([address]) => !index.withoutSessions || !address.startsWith('/programme/'))
        .map(([address, title]) => (
          <li>
            <a href={address}>{title}</a>
          </li>
        ))}
    </ul>
  )
}
