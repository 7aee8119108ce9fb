import { encodePath } from './paths'
import type { SiteSettings } from './settings'

/**
 * Where an old address leads now, as it stands in a Location header. An old address is a path, with or without its
 * last slash, or a path and its whole query: YesWiki's pages are `/?LesLowtech`.
 * @param path Decoded.
 * @param search As it came, with its question mark.
 */
export function redirectOf({ redirects }: SiteSettings, path: string, search = ''): string | undefined {
  const slashed = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
  const old = [path + search, path + decoded(search), ...(search === '' ? [slashed] : [])]
  const found = old.find((address) => Object.hasOwn(redirects, address))
  const target = found && redirects[found]
  return target && encodeTarget(target)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** As it stands in a Location header: an anchor keeps its sign. */
function encodeTarget(target: string): string {
  const [path = '', ...fragment] = target.split('#')
  return encodePath(path) + fragment.map((each) => `#${encodeURI(each)}`).join('')
}
