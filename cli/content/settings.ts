import { decodePath, encodePath, isProgramAddress, pathOf } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import { calendarZone, knownZone } from './calendar-zone'
import { deadEnd } from './dead-ends'
import { type Content, fileAddresses } from './read'
import type { ContentRemark } from './remarks'
import { answererOf, pageBehind } from './taken-addresses'
import { lineFinder } from './yaml'

/** More does not fit a phone. */
const MOST_ENTRIES = 5
const LONGEST_LABEL = 16

const HEAVIEST_SHARE = 40_000

/** Faults of `site.yml` that only show beside the pages: a menu or a redirect that leads nowhere, dates that cross. */
export function checkSettings(site: SiteSettings, content: Content, report: (remark: ContentRemark) => void): void {
  const pages = new Map(content.pages.map((page) => [page.address, page]))
  const files = fileAddresses(content)
  const answering = new Map(
    [...content.publicFiles, ...content.files, ...content.pages].map(({ address, file }) => [address, file]),
  )
  const { lineOf } = content.reading
  const fault = (path: (string | number)[], message: string) =>
    report({ file: 'content/site.yml', line: lineOf(path), severity: 'fault', message: `${path[0]} : ${message}` })
  const lacksAnchor = (to: string) => {
    const anchor = to.split('#')[1]
    return anchor && pages.get(pathOf(to))?.parsed.anchors.has(anchor) === false
  }
  const whyNot = (to: string, isThere: boolean) => {
    if (!isOfThisSite(to)) return ` : ${onlyHere}`
    if (isThere) return null
    if (!isProgramAddress(pathOf(to))) return ', qui n’existe pas'
    const dead = deadEnd(content, to)
    return dead && ` : ${dead}`
  }

  if (!calendarZone(site.timezone)) {
    const instead = `écrivez un nom comme ${knownZone(site.timezone)}`
    fault(['timezone'], `les calendriers ne connaissent pas ${site.timezone} : ${instead}`)
  }
  if (site.event.end < site.event.start) fault(['event', 'end'], 'la fin vient avant le début')
  if (site.nav.length > MOST_ENTRIES) fault(['nav', MOST_ENTRIES, 'path'], `${MOST_ENTRIES} entrées au plus`)
  for (const [n, { label }] of site.nav.entries()) {
    if ([...label].length <= LONGEST_LABEL) continue
    const message = `nav : « ${label} » est long pour un téléphone : ${LONGEST_LABEL} caractères au plus`
    report({ file: 'content/site.yml', line: lineOf(['nav', n, 'label']), severity: 'warning', message })
  }
  for (const menu of ['nav', 'footer'] as const) {
    for (const [n, { path: to, label }] of site[menu].entries()) {
      const faultHere = (message: string) => fault([menu, n, 'path'], message)
      const dead = whyNot(to, pages.has(pathOf(to)))
      if (dead) faultHere(`« ${label} » mène à ${to}${dead}`)
      if (lacksAnchor(to)) faultHere(`l’ancre de ${to} n’existe pas`)
    }
  }
  for (const [from, to] of Object.entries(site.redirects)) {
    const faultHere = (message: string) => fault(['redirects', from], message)
    const amiss = whyNotOld(from, answering)
    if (amiss) faultHere(amiss)
    const path = pathOf(to)
    const dead = whyNot(to, pages.has(path) || files.has(path) || (path.endsWith('.md') && pages.has(pageBehind(path))))
    if (dead) faultHere(`${from} mène à ${to}${dead}`)
    if (lacksAnchor(to)) faultHere(`l’ancre de ${to} n’existe pas`)
  }
  if (site.share && !files.has(site.share.image)) fault(['share', 'image'], `l’image ${site.share.image} n’existe pas`)
  const shared = [...content.files, ...content.publicFiles].find(({ address }) => address === site.share?.image)
  if (shared && shared.bytes.length > HEAVIEST_SHARE) {
    const weight = Math.ceil(shared.bytes.length / 1000)
    const message = `share : l’image ${shared.address} pèse ${weight} ko : 40 ko au plus, car chaque lien partagé la fait lire`
    report({ file: 'content/site.yml', line: lineOf(['share', 'image']), severity: 'warning', message })
  }
  for (const list of ['rooms', 'themes', 'reasons'] as const) {
    const ids = site[list].map(({ id }) => id)
    for (const [n, id] of ids.entries()) {
      if (ids.indexOf(id) < n) fault([list, n, 'id'], `l’id ${id} sert déjà`)
    }
  }
}

/**
 * What keeps an old address from leading on. With a query of its own it may begin as a page does.
 * @param answering The site's files by their addresses: a redirect would come before them.
 */
function whyNotOld(from: string, answering: Map<string, string>): string | null {
  if (!from.startsWith('/')) return `${from} doit commencer par /`
  const never = whyNeverAsked(from)
  if (never !== null) return `${from} ne peut pas être demandée${never}`
  const other = from.includes('?') ? undefined : answererOf(answering, from.replace(/\/$/, ''))
  if (other) return `${other} répond déjà à ${from}`
  return isProgramAddress(pathOf(from)) ? `${from} est une adresse du programme lui-même` : null
}

/** An old address is compared with what `decodePath` makes of the one that was asked for. */
function whyNeverAsked(from: string): string | null {
  if (from.includes('#')) return ' : ce qui suit un # reste dans le navigateur'
  // `/Quoi?` is asked for as `/Quoi%3F`.
  if (from.endsWith('/?')) return ' : rien ne suit le ?'
  const path = pathOf(from)
  const asked = decodePath(encodePath(path.toWellFormed()))
  const meant = /%[\da-f]{2}/i.test(path) ? (decodePath(path) ?? asked) : asked
  if (meant === path) return null
  return meant === null || meant.includes('#') ? '' : ` : écrivez ${meant}${from.slice(path.length)}`
}

const onlyHere = 'il y faut un chemin de ce site, comme /programme/'

function isOfThisSite(path: string): boolean {
  return /^\/(?!\/)/.test(path)
}

/**
 * security.txt needs a date to come, at most a year away (RFC 9116, 2.5.5), and only a person can move it.
 * @param text That of site.yml.
 */
export function warnOfExpiry({ security }: SiteSettings, text: string, today: Date): ContentRemark[] {
  const warning = (path: string[], message: string): ContentRemark[] => [
    {
      file: 'content/site.yml',
      line: lineFinder(text, 1)(path),
      severity: 'warning',
      message: `security : ${message}`,
    },
  ]
  if (!security) return warning(['security'], 'sans contact, /.well-known/security.txt n’existe pas')
  const { expires } = security
  const days = (Date.parse(expires) - today.getTime()) / 86_400_000
  if (days < 30) return warning(['security', 'expires'], `expires est le ${expires}, il est temps de le repousser`)
  if (days > 366) return warning(['security', 'expires'], `expires est le ${expires}, à plus d’un an`)
  return []
}
