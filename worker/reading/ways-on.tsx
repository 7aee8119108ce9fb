import type { Strings } from '../site/strings'

type Way = 'programme' | 'latest' | 'actes' | 'plan'

/** A list of pages that the program writes itself, whatever the event. */
export function WaysOn({ to, t }: { to: Way[]; t: Strings }) {
  const ways: Record<Way, [address: string, title: string]> = {
    programme: ['/programme/', t.programme.title],
    latest: ['/nouveautes/', t.latest.title],
    actes: ['/actes/', t.actes.title],
    plan: ['/plan/', t.sitemap],
  }
  return (
    <ul>
      {to.map((way) => (
        <li>
          <a href={ways[way][0]}>{ways[way][1]}</a>
        </li>
      ))}
    </ul>
  )
}
