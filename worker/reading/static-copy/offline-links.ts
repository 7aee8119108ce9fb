import { escaped, unescaped } from '../../site/escaped'
import { decodePath, encodePath, intendedAddress } from '../../site/paths'
import { redirectOf } from '../../site/redirects'
import type { SiteSettings } from '../../site/settings'
import type { Copied } from './copied'

export type Copy = { site: SiteSettings; copied: Copied }

/**
 * A page of the site as it works from disk. Links to what the copy holds are relative to its file, also those that were
 * written with the site's whole address; an old address leads where its redirect does. What only the site itself can do
 * is taken out where we offer it (forms, items of our lists of links) and leads to the site where a text speaks of it.
 * @param html Whole tags, as our own renderers write them.
 * @param address Where the page stands on the site.
 */
export function offline(html: string, address: string, copy: Copy): string {
  const linkTo = (href: string) => offlineLink(unescaped(href), address, copy)
  return html
    .replace(/<form\b[\s\S]*?<\/form>/gi, '')
    .replace(/<ul class="(?:suite|pied)">[\s\S]*?<\/ul>/g, (list) =>
      list.replace(/<li>(?:(?!<\/li>)[\s\S])*?href="([^"]*)"[\s\S]*?<\/li>/g, (item, href) =>
        linkTo(href) === null ? '' : item,
      ),
    )
    .replace(/<(\w+)(?=\s)(?:[^>"']|"[^"]*"|'[^']*')*>/g, (tag, name: string) => {
      if (name === 'link') return /\srel="(?:canonical|icon)"/.test(tag) ? tag : withLinks(tag, linkTo, () => null)
      return withLinks(tag, linkTo, (href) => onSite(href, address, copy.site))
    })
}

/** @param elsewhere What stands in the place of a link that the copy cannot follow. Null: the tag goes. */
function withLinks(
  tag: string,
  linkTo: (href: string) => string | null,
  elsewhere: (href: string) => string | null,
): string {
  let leads = true
  const changed = tag.replace(/\s(href|src|poster)=(?:"([^"]*)"|'([^']*)')/gi, (_, attribute, double, single) => {
    const href: string = double ?? single ?? ''
    const to = linkTo(href) ?? elsewhere(unescaped(href))
    leads = to !== null
    return ` ${attribute}="${escaped(to ?? '')}"`
  })
  return leads ? changed : ''
}

/** Where a link on the page at this address leads in the copy. Null: the copy has no such thing. */
export function offlineLink(href: string, address: string, { site, copied }: Copy): string | null {
  if (href.startsWith('#')) return href
  const url = URL.parse(href, site.url + encodePath(address))
  if (!url) return null
  if (url.origin !== new URL(site.url).origin) return href
  const path = decodePath(url.pathname)
  if (path === null) return null
  const moved = redirectOf(site, path, url.search)
  if (moved !== undefined) return offlineLink(moved, address, { site: { ...site, redirects: {} }, copied })
  const file = copied.get(path) ?? copied.get(intendedAddress(path))
  if (file === undefined || (url.search !== '' && path.startsWith('/programme/'))) return null
  const [target = '', anchor] = file.split('#')
  return relativeTo(address, target) + (url.hash || (anchor === undefined ? '' : `#${anchor}`))
}

function onSite(href: string, address: string, { url }: SiteSettings): string {
  return URL.parse(href, url + encodePath(address))?.href ?? url
}

function relativeTo(address: string, file: string): string {
  const from = address.split('/').slice(1, -1)
  const to = file.split('/').slice(1)
  while (from.length > 0 && to.length > 1 && from[0] === to[0]) {
    from.shift()
    to.shift()
  }
  return encodePath('../'.repeat(from.length) + to.join('/'))
}
