import { posix } from 'node:path'
import { isElsewhere } from '../../worker/site/page-html'
import { decodePath, encodePath, intendedAddress, isProgramAddress, pageAddress } from '../../worker/site/paths'
import { deadEnd } from './dead-ends'
import { type Content, fileAddresses } from './read'
import type { ContentRemark } from './remarks'
import type { SourcePage } from './source-page'

/** Sets every link and image of every page to its final address; reports what leads nowhere. */
export function resolveReferences(content: Content, report: (remark: ContentRemark) => void): void {
  const places = placesOf(content)
  for (const page of content.pages) {
    for (const { token, line } of page.parsed.references) {
      const fault = (message: string) => report({ file: page.file, line, severity: 'fault', message })
      if (token.href.trim() === '') fault('lien vide')
      else if (!isDecodable(token.href)) fault(`adresse illisible : ${token.href}`)
      else if (isElsewhere(token.href)) {
        reportUnsafe(token.href, fault)
        if (token.type === 'image')
          report({ file: page.file, line, severity: 'warning', message: foreignImage(token.href) })
      } else token.href = resolve(places, page, token.href, fault)
    }
  }
}

type Places = { content: Content; pages: Map<string, SourcePage>; files: Set<string> }

function placesOf(content: Content): Places {
  return {
    content,
    pages: new Map(content.pages.map((page) => [page.address, page])),
    files: fileAddresses(content),
  }
}

function isDecodable(href: string): boolean {
  try {
    decodeURIComponent(href)
    return true
  } catch {
    return false
  }
}

function reportUnsafe(href: string, fault: (message: string) => void): void {
  if (!/^(?:https?:|mailto:|tel:|\/\/)/i.test(href)) fault(`lien d’une sorte inconnue : ${href}`)
}

/** The site asks nobody else for anything: what stands there is a link at most. */
function foreignImage(href: string): string {
  return `l’image ${href} est sur un autre site, où la page ne va rien chercher : copiez-la dans content/`
}

/**
 * MkDocs' authors write two kinds of relative link: to a file (`../a.md`, seen from the file), and to a directory
 * address (`../a/`, seen from the page's address, as a browser does). Some mean the second and write it from the
 * file's folder; where only that one exists, that one is meant.
 */
function resolve(places: Places, page: SourcePage, href: string, fault: (message: string) => void): string {
  const [, path = '', query = '', fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/.exec(href) ?? []
  if (path === '' && query === '') return hashOf(page, fragment, href, fault) || '#'

  const fromAddress = decodePath(new URL(path, `http://localhost${encodePath(page.address)}`).pathname)
  const folder = posix.dirname(page.file.slice('content'.length))
  const fromFile = decodePath(encodePath(posix.join('/', folder, decodeURI(path))))
  const candidates = path.endsWith('.md') ? [fromFile] : [fromAddress, fromFile]

  const asked = query + (fragment === undefined ? '' : `#${fragment}`)
  let why: string | null = null
  for (const candidate of candidates) {
    if (candidate === null) continue
    const address = candidate.endsWith('.md') ? pageAddress(candidate.slice(1)) : intendedAddress(candidate)
    const target = address === null ? undefined : places.pages.get(address)
    if (target) return encodePath(target.address) + query + hashOf(target, fragment, href, fault)
    if (places.files.has(candidate)) return encodePath(candidate) + asked
    if (!isProgramAddress(candidate)) continue
    const dead = deadEnd(places.content, candidate + query)
    if (dead === null) return encodePath(candidate) + asked
    why ??= dead
  }
  fault(`le lien ${href} ne mène nulle part${why === null ? '' : ` : ${why}`}`)
  return href
}

/** The link's anchor, once it is sure to exist. A page's heading has none of its own: the page begins there. */
function hashOf(
  page: SourcePage,
  fragment: string | undefined,
  href: string,
  fault: (message: string) => void,
): string {
  if (!fragment) return ''
  const { anchors, heading } = page.parsed
  const anchor = decodeURIComponent(fragment)
  if (anchors.has(anchor)) return `#${fragment}`
  if (anchor === heading?.anchor) return '#contenu'
  fault(`l’ancre de ${href} n’existe pas dans ${page.file}`)
  return ''
}
