import { encodeTarget } from './paths'
import type { SiteSettings } from './settings'

/**
 * Where an old address leads now, as it stands in a Location header. An old address is a path, with or without its
 * last slash, or a path and its whole query: YesWiki's pages are `/?LesLowtech`. The new one stands as it is
 * written, with a query and an anchor of its own or none: what came with the old one means nothing there.
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
