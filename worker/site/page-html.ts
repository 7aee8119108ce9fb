import type { Tokens } from 'marked'

/** A link or an image of raw HTML. Setting its `href` changes it in its place. */
export type HtmlLink = { type: 'link' | 'image'; raw: string; href: string }

type FoundInHtml = {
  anchors: string[]
  links: HtmlLink[]
  remarks: { severity: 'fault' | 'warning'; message: string }[]
}

/** What the Content-Security-Policy would refuse: it is left out, and its author is told. */
const refused: [RegExp, string][] = [
  [/<(style|script)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, 'Un bloc <style> ou <script> est laissé de côté'],
  [/<\/?(?:iframe|object|embed|video|audio)\b[^>]*>/gi, 'Un cadre ou un lecteur est laissé de côté : mettez un lien'],
  [/\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, 'Un attribut style ou on… est laissé de côté'],
]

/** Reads raw HTML of a page, and takes out of the token what no page may hold. */
export function readHtml(token: Tokens.HTML): FoundInHtml {
  const found: FoundInHtml = { anchors: [], links: [], remarks: [] }
  let text = token.text.replace(/<!--[\s\S]*?-->/g, '')
  for (const [pattern, message] of refused) {
    const without = text.replace(pattern, '')
    if (without !== text) found.remarks.push({ severity: 'warning', message })
    text = without
  }
  token.text = text
  for (const [tag, name = ''] of text.matchAll(/<(a|img)\b[^>]*>/gi)) readTag(token, tag, name.toLowerCase(), found)
  for (const [, id] of text.matchAll(/\s(?:id|name)\s*=\s*["']?([^"'\s>]+)/gi)) if (id) found.anchors.push(id)
  return found
}

function readTag(token: Tokens.HTML, tag: string, name: string, found: FoundInHtml): void {
  const attribute = name === 'img' ? 'src' : 'href'
  const written = new RegExp(`\\s${attribute}\\s*=\\s*(["'])(.*?)\\1`, 'i').exec(tag)
  if (written?.[2]) found.links.push(linkIn(token, tag, written[0], written[2], name === 'img' ? 'image' : 'link'))
  if (name === 'img' && !/\salt\s*=/i.test(tag)) {
    const message = `Une image n’a pas de texte de remplacement : alt="ce qu’elle montre", dans ${tag}`
    found.remarks.push({ severity: 'fault', message })
  }
}

function linkIn(token: Tokens.HTML, tag: string, attribute: string, href: string, type: HtmlLink['type']): HtmlLink {
  let now = tag
  let target = href
  return {
    type,
    raw: tag,
    get href() {
      return target
    },
    set href(next) {
      const changed = tag.replace(
        attribute,
        attribute.replace(href, () => next.replaceAll('"', '&quot;')),
      )
      token.text = token.text.replace(now, () => changed)
      now = changed
      target = next
    },
  }
}
