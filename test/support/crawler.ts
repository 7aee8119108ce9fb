import { elementsOf, type HtmlElement } from './html'

/** What stood at an address of the site. */
export type Visited = {
  path: string
  status: number
  type: string
  body: string
  elements: HtmlElement[]
  /** Where it was first linked from. */
  from: string
}

/**
 * Follows every link of a site from these addresses on, as a search engine would: of pages, of the sitemap, and of
 * redirects. Each address is asked for once.
 * @param get Answers a path of the site.
 * @param siteUrl What the site calls itself; its absolute links are followed, too.
 */
export async function crawl(
  get: (path: string) => Promise<Response>,
  siteUrl: string,
  starts: string[],
): Promise<Map<string, Visited>> {
  const visited = new Map<string, Visited>()
  const queue = starts.map((path) => ({ path, from: 'start' }))
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, from } = next
    if (visited.has(path)) continue
    const response = await get(path)
    const type = response.headers.get('Content-Type') ?? ''
    const body = await response.text()
    const elements = type.startsWith('text/html') ? elementsOf(body) : []
    visited.set(path, { path, status: response.status, type, body, elements, from })
    const location = response.headers.get('Location')
    const found = [...addressesIn(elements), ...(location ? [location] : []), ...locationsIn(body, type)]
    for (const target of found) {
      const local = localPath(target, path, siteUrl)
      if (local !== null) queue.push({ path: local, from: path })
    }
  }
  return visited
}

/** The path and query that an address means on this site; null for one elsewhere. */
export function localPath(address: string, path: string, siteUrl: string): string | null {
  const url = new URL(address, siteUrl + path)
  return url.origin === siteUrl ? url.pathname + url.search : null
}

function addressesIn(elements: HtmlElement[]): string[] {
  return elements.flatMap(({ name, attributes: { href, src, action, method = 'get' } }) => {
    if (name === 'form') return method === 'get' && action ? [action] : []
    return [href, src].filter((each) => each !== undefined)
  })
}

function locationsIn(body: string, type: string): string[] {
  if (!/xml/.test(type)) return []
  return [...body.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = '']) => address)
}
