import type { Tokens } from 'marked'
import { type Token as HtmlToken, Tokenizer, TokenizerMode } from 'parse5'
import { escaped } from './escaped'

/** A link or an image of raw HTML. Setting its `href` changes it in its place. */
export type HtmlLink = { type: 'link' | 'image'; raw: string; href: string }

type FoundInHtml = {
  anchors: string[]
  links: HtmlLink[]
  remarks: Remark[]
}

type Remark = { severity: 'fault' | 'warning'; message: string }

/**
 * Reads raw HTML of a page, and takes out of the token whatever runs, styles, sends or asks elsewhere: the site's
 * Content-Security-Policy would refuse most of it, but a page may also be opened from disk. What is left is written anew:
 * each `<` of it begins a tag that was judged, so a browser that takes one for text still finds no other.
 */
export function readHtml(token: Tokens.HTML | Tokens.Tag): FoundInHtml {
  const found: FoundInHtml = { anchors: [], links: [], remarks: [] }
  let isInLink = 'inLink' in token && token.inLink
  const pieces = partsOf(token.text).map((part): string | Tag => {
    if (typeof part === 'string') return part
    if (part.name === 'a') isInLink = part.begins
    return judged(part, isInLink, found)
  })
  const write = () => {
    token.text = pieces.map((piece) => (typeof piece === 'string' ? piece : written(piece))).join('')
  }
  for (const piece of pieces) if (typeof piece !== 'string') found.links.push(...linkIn(piece, write))
  write()
  return found
}

/** Where a link leads, or an image comes from, that is no part of the site, as browsers read addresses. */
export function isElsewhere(href: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(href)
}

type Tag = { raw: string; name: string; begins: boolean; ends: boolean; attributes: Map<string, string> }

/** Tags as browsers see them, and the text between, where a tag without its end counts, too. Comments are left out. */
function partsOf(html: string): (string | Tag)[] {
  const parts: (string | Tag)[] = []
  let from = 0
  let isLeftOut = false
  const textUntil = (end: number) => {
    if (!isLeftOut) parts.push(html.slice(from, end).replaceAll('<', '&lt;'))
    isLeftOut = false
  }
  const pass = ({ location }: HtmlToken.Token): string => {
    const { startOffset = 0, endOffset = 0 } = location ?? {}
    textUntil(startOffset)
    from = endOffset
    return html.slice(startOffset, endOffset)
  }
  const tagOf = (token: HtmlToken.TagToken, begins: boolean): Tag => {
    const attributes = new Map(token.attrs.map(({ name, value }) => [name, value]))
    return { raw: pass(token), name: token.tagName, begins, ends: token.selfClosing, attributes }
  }
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag(token) {
        parts.push(tagOf(token, true))
        if (token.tagName !== 'style' && token.tagName !== 'script') return
        tokenizer.state = TokenizerMode.RAWTEXT
        isLeftOut = true
      },
      onEndTag: (token) => parts.push(tagOf(token, false)),
      onComment: pass,
      onDoctype: pass,
      onCharacter() {},
      onNullCharacter() {},
      onWhitespaceCharacter() {},
      onEof: () => textUntil(html.length),
    },
  )
  tokenizer.write(html, true)
  return parts
}

/** The tag as a page may hold it. Text: what stands in its place. */
function judged(tag: Tag, isInLink: boolean, found: FoundInHtml): string | Tag {
  const { raw, name, begins, attributes } = tag
  if (!elements.has(name)) {
    if (begins) warn(found, leftOut(name))
    return ''
  }
  if (!begins) return `</${name}>`
  const alt = attributes.get('alt')
  if (name === 'img' && alt === undefined) {
    const message = `Une image n’a pas de texte de remplacement : alt="ce qu’elle montre", dans ${raw}`
    found.remarks.push({ severity: 'fault', message })
  }
  for (const [attribute, value] of attributes) {
    const reason = refusedAttribute(name, attribute, value)
    if (reason === null) continue
    warn(found, reason)
    attributes.delete(attribute)
  }
  for (const anchor of ['id', 'name']) found.anchors.push(...(attributes.get(anchor)?.split(/\s+/, 1) ?? []))
  const src = attributes.get('src')?.trim() ?? ''
  if (name !== 'img' || !isElsewhere(src)) return tag
  found.links.push({ type: 'image', raw, href: src })
  const words = escaped(alt || src)
  return isInLink ? words : `<a href="${escaped(src)}">${words}</a>`
}

function leftOut(name: string): string {
  if (name === 'style' || name === 'script') return 'Un bloc <style> ou <script> est laissé de côté'
  if (/^(?:i?frame|frameset|object|embed|video|audio|track|param)$/.test(name))
    return 'Un cadre ou un lecteur est laissé de côté : mettez un lien'
  return `La balise <${name}> n’est pas de celles d’une page : elle est laissée de côté, ses mots restent`
}

/** Each once: an inner block says the same of many tags. */
function warn({ remarks }: FoundInHtml, message: string): void {
  if (!remarks.some((remark) => remark.message === message)) remarks.push({ severity: 'warning', message })
}

/** Why an attribute cannot stay. Null: it may. */
function refusedAttribute(element: string, name: string, value: string): string | null {
  if (/^on|^style$/.test(name)) return 'Un attribut style ou on… est laissé de côté'
  const isOdd = !/^[a-z_][\w:.-]*$/.test(name) || asksByAttribute(element, name, value)
  return isOdd ? `L’attribut ${name} de <${element}> est laissé de côté` : null
}

/** What `links.ts` does not judge: an address that is no link and no image, or a paint that comes from another file. */
function asksByAttribute(element: string, name: string, value: string): boolean {
  if (name === 'href' && (element === 'a' || element === 'area')) return false
  if (name === 'src' && element === 'img') return false
  if (name === 'srcset') return value.split(/[\s,]+/).some(isElsewhere)
  if (/href$/.test(name)) return !value.startsWith('#')
  return (
    /src|^(?:action|altimg|background|base|data|formaction|longdesc|ping|poster)$/.test(name) ||
    /url\((?!#)/i.test(value)
  )
}

/** No element runs, loads, sends or changes how the page is read; `img` and `source` are watched by their attributes. */
const elements = new Set(
  [
    'a abbr address area article aside b bdi bdo big blockquote br caption center cite code col colgroup data dd del',
    'details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li map mark',
    'menu meter nav ol p picture pre progress q rp rt ruby s samp search section small source span strike strong sub',
    'summary sup table tbody td tfoot th thead time tr tt u ul var wbr',
    // Drawings and formulas, without what moves in them or brings other files in.
    'circle clippath defs desc ellipse g line lineargradient marker mask path pattern polygon polyline radialgradient',
    'rect stop svg symbol text tspan use',
    'annotation math merror mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup',
    'mtable mtd mtext mtr munder munderover semantics',
  ].flatMap((names) => names.split(' ')),
)

function written({ name, attributes, ends }: Tag): string {
  const list = Array.from(attributes, ([attribute, value]) => ` ${attribute}="${escaped(value)}"`)
  return `<${name}${list.join('')}${ends ? '/' : ''}>`
}

/** The link or the image that a tag is. */
function linkIn({ name, raw, attributes }: Tag, write: () => void): HtmlLink[] {
  const attribute = name === 'img' ? 'src' : 'href'
  const href = attributes.get(attribute)?.trim()
  if (!href || !['a', 'area', 'img'].includes(name)) return []
  return [
    {
      type: name === 'img' ? 'image' : 'link',
      raw,
      get href() {
        return attributes.get(attribute)?.trim() ?? ''
      },
      set href(next) {
        attributes.set(attribute, next)
        write()
      },
    },
  ]
}
