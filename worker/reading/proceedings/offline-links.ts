import { decodePath, encodePath, intendedAddress } from '../../site/paths'

/** Address → file of the copy, both from its root: `/a/b/` → `/a/b/index.html`. */
export type Copied = Map<string, string>

/**
 * A page of the site as it works from disk: links to what the copy holds are relative to its file, links to what only
 * the site itself can do (forms, search, feeds) are words without a link, forms are left out. Absolute addresses stay.
 * @param html Whole tags, as our own renderers write them.
 * @param address Where the page stands on the site.
 */
export function offline(html: string, address: string, copied: Copied): string {
  return html
    .replace(/<form\b[\s\S]*?<\/form>/gi, '')
    .replace(/<(\w+)(?=\s)(?:[^>"']|"[^"]*"|'[^']*')*>/g, (tag, name: string) => {
      let leads = true
      const changed = tag.replace(/\s(href|src|poster)=(?:"([^"]*)"|'([^']*)')/gi, (all, attribute, double, single) => {
        const to = offlineLink(unescaped(double ?? single ?? ''), address, copied)
        if (to === 'kept') return all
        leads = to !== null
        return to === null ? '' : ` ${attribute}="${to.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
      })
      return !leads && name.toLowerCase() === 'link' ? '' : changed
    })
}

/** `kept`: it works as it is. Null: the copy has no such thing. */
function offlineLink(href: string, address: string, copied: Copied): string | 'kept' | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(href)) return 'kept'
  const base = `http://site.invalid${encodePath(address)}`
  if (!URL.canParse(href, base)) return null
  const url = new URL(href, base)
  const path = decodePath(url.pathname)
  if (path === null) return null
  const file = copied.get(path) ?? copied.get(intendedAddress(path))
  return file === undefined ? null : relativeTo(address, file) + url.hash
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

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
