/**
 * Addresses of the site. A page's address begins and ends with a slash and is written decoded and in Unicode's
 * composed form (NFC): `/`, `/a/b/`.
 */

/** Letters and digits of any language, and the signs that need no encoding in a path. */
const segment = /^[\p{L}\p{N}][\p{L}\p{N}._~-]*$/u

/** The one folder of a name that begins with a dot which stands in addresses: https://www.rfc-editor.org/rfc/rfc8615 */
export const WELL_KNOWN = '.well-known'

/** First path segments, and whole last ones, that the program answers itself: no content may take them. */
const programRoots = new Set([
  ...['programme', 'notes', 'nouveautes', 'recherche', 'feed.xml', 'schedule.ics', 'schedule.json', 'schedule.xml'],
  ...['actes', 'actes.epub', 'actes.md', 'actes.json', 'archive.zip', 'n', 'plan', 'hors-connexion', 'sitemap.xml'],
  ...['robots.txt', 'healthz', 'contribuer', 'suivi', 'api', 'moderation', 'cdn-cgi'],
  'moderation-en-chiffres',
])
const securityTxt = `/${WELL_KNOWN}/security.txt`
const programLeaves = new Set(['feed.xml', 'session.ics', 'affiche'])

/** The address of a Markdown file of `content/`: `a/b.md` and `a/b/index.md` are `/a/b/`. Null: no address can hold its name. */
export function pageAddress(file: string): string | null {
  const segments = file.normalize('NFC').replace(/\.md$/, '').split('/')
  if (segments.at(-1) === 'index') segments.pop()
  if (!segments.every((each) => segment.test(each))) return null
  return segments.length === 0 ? '/' : `/${segments.join('/')}/`
}

/** The address of any other file of `content/` or `public/`: `a/b.png` is `/a/b.png`. Null: no address can hold its name. */
export function fileAddress(file: string): string | null {
  const segments = file.normalize('NFC').split('/')
  const isAddress = segments.every((each, n) => segment.test(each) || (n === 0 && each === WELL_KNOWN))
  return isAddress ? `/${segments.join('/')}` : null
}

/** Whether the program itself answers at this address, so that no content may stand there. */
export function isProgramAddress(address: string): boolean {
  const segments = address.split('/').filter(Boolean)
  const [first, last] = [segments[0], segments.at(-1)]
  if (first === undefined || last === undefined) return false
  return address === securityTxt || programRoots.has(first) || (segments.length > 1 && programLeaves.has(last))
}

/**
 * The path of a request, decoded. Null when it cannot be decoded, or holds what no address of ours holds
 * (control characters, backslashes, empty or dot segments).
 */
export function decodePath(pathname: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname).normalize('NFC')
  } catch {
    return null
  }
  const wellFormed = /^\/(?:[^/\\\p{C}]+\/)*[^/\\\p{C}]*$/u.test(path)
  return wellFormed && !path.split('/').some((each) => each === '.' || each === '..') ? path : null
}

/** The page address that somebody who asks for `path` may have meant: `/a/b`, `/a/b.html`, `/a/b/index.html` mean `/a/b/`. */
export function intendedAddress(path: string): string {
  const stem = path.replace(/(?:\/index)?\.html$/, '')
  return stem.endsWith('/') ? stem : `${stem}/`
}

/** Where a page stands as Markdown: `/a/b/` at `/a/b.md`, the home page at `/index.md`. */
export function markdownAddress(address: string): string {
  return address === '/' ? '/index.md' : `${address.slice(0, -1)}.md`
}

/** An address as it stands in a link or a Location header. */
export function encodePath(address: string): string {
  return encodeURI(address).replace(/[?#]/g, encodeURIComponent)
}

/** The path of an address that `site.yml` leads to, which may go on with a query and an anchor: `/a/?x=1#y`. */
export function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '')
}

/** Such an address as it stands in a link or a Location header: its query and anchor keep their signs. */
export function encodeTarget(target: string): string {
  const path = pathOf(target)
  const { search, hash } = new URL(target.slice(path.length), 'https://site.invalid')
  return encodePath(path) + search + hash
}
