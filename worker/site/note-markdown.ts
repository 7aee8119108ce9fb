import { characterEntitiesHtml4 } from 'character-entities-html4'
import { Parser, Renderer, type Token, type Tokens } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { escaped } from './escaped'
import { noteTokens } from './note-tokens'
import { stringsFor } from './strings'
import { tableCell } from './table-cell'
import { typesetTokens } from './typography'

/**
 * The one place where a stranger's Markdown becomes HTML: what is published, the check page, the receipt and the
 * moderators' pages all show what comes out here.
 */

/**
 * The HTML of a note. Raw HTML stands there as text, an image as its words and a link, an address that is not http, https
 * or mailto as text. Never throws: what Markdown cannot make sense of stands there as it was typed.
 * @param lang Of the page that it stands on; its words are set as that language does.
 */
export function renderNote(body: string, lang = 'fr'): string {
  const tokens = noteTokens(body)
  if (tokens === null) return asTyped(body)
  try {
    typesetTokens(tokens, lang)
    return sanitizeHtml(parse(tokens, new NoteRenderer(stringsFor(lang).tableRegion)), allowed).trim()
  } catch {
    return asTyped(body)
  }
}

/** Addresses that a note leads to, in order. Nothing of it is shown, so the second layer is left out. */
export function linksOf(body: string): string[] {
  const tokens = noteTokens(body)
  if (tokens === null) return []
  const renderer = new NoteRenderer()
  try {
    parse(tokens, renderer)
    return renderer.links
  } catch {
    return []
  }
}

function parse(tokens: Token[], renderer: Renderer): string {
  return new Parser({ gfm: true, breaks: true, renderer }).parse(tokens)
}

/** A note stands under an h3 of its page; its own headings go on from there, without leaving a level out. */
const HEADING_ABOVE = 3

class NoteRenderer extends Renderer {
  readonly links: string[] = []

  readonly #nameOfTables: string

  /** Depths of the headings that the present one stands under. */
  readonly #above: number[] = []

  /** Within a link an image is its words: HTML has no link in a link. */
  #isInLink = false

  constructor(nameOfTables = '') {
    super()
    this.#nameOfTables = nameOfTables
  }

  override heading({ tokens, depth, raw }: Tokens.Heading): string {
    const text = this.parser.parseInline(tokens)
    if (showsNothing(text)) return `<p>${escaped(raw.trim())}</p>\n`
    while (depth <= (this.#above.at(-1) ?? 0)) this.#above.pop()
    this.#above.push(depth)
    const level = Math.min(6, HEADING_ABOVE + this.#above.length)
    return `<h${level}>${text}</h${level}>\n`
  }

  override link({ href, tokens }: Tokens.Link): string {
    const address = safeAddress(href)
    if (address === null) return this.parser.parseInline(tokens)
    this.#isInLink = true
    const text = this.parser.parseInline(tokens)
    this.#isInLink = false
    return this.#leadTo(address, showsNothing(text) ? escaped(href) : text)
  }

  override image({ href, text }: Tokens.Image): string {
    const address = safeAddress(href)
    const words = escaped(text || href)
    return address === null || this.#isInLink ? words : this.#leadTo(address, words)
  }

  override text(token: Tokens.Text | Tokens.Escape): string {
    return super.text({ ...token, text: token.text.replace(/&([a-z]\w*);/gi, signOf) })
  }

  override code({ text }: Tokens.Code): string {
    return `<pre><code>${escaped(text)}\n</code></pre>\n`
  }

  override checkbox({ checked }: Tokens.Checkbox): string {
    return checked ? '☑ ' : '☐ '
  }

  /** A wide table scrolls by itself, and the keyboard must be able to reach it; no landmark, for a page may show many. */
  override table(token: Tokens.Table): string {
    const name = this.#nameOfTables
    return `<div class="defile" tabindex="0" role="group" aria-label="${name}">${super.table(token)}</div>\n`
  }

  override tablecell(token: Tokens.TableCell): string {
    return tableCell(token, this.parser.parseInline(token.tokens))
  }

  #leadTo(address: string, text: string): string {
    this.links.push(address)
    return `<a href="${escaped(address)}" rel="nofollow ugc noopener">${text}</a>`
  }
}

/** The sign that HTML 4 names so (`&eacute;`); a name of no such sign stands there as it was typed. */
function signOf(written: string, name: string): string {
  if (name === 'apos') return "'"
  return Object.hasOwn(characterEntitiesHtml4, name) ? (characterEntitiesHtml4[name] ?? written) : `&amp;${name};`
}

/** A link or a heading that nobody sees is heard all the same, without a name. */
function showsNothing(html: string): boolean {
  return /^(?:<[^>]*>|[\s\p{Default_Ignorable_Code_Point}])*$/v.test(html)
}

const schemes = ['http:', 'https:', 'mailto:']

/** An absolute address of a kind that harms nobody; null for all others, relative ones too. */
function safeAddress(href: string): string | null {
  try {
    const url = new URL(href)
    return schemes.includes(url.protocol) && !/[\p{Cc}\p{Cf}]/u.test(url.href) ? url.href : null
  } catch {
    return null
  }
}

function asTyped(body: string): string {
  return `<p>${escaped(body).replaceAll('\n', '<br>')}</p>`
}

const side: sanitizeHtml.AllowedAttribute = { name: 'class', multiple: false, values: ['left', 'center', 'right'] }

/** The second layer: exactly what the renderer above can make, so it changes nothing unless the first one failed. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'strong', 'em', 'del', 'a'],
    ...['div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    ol: ['start'],
    th: [side, { name: 'scope', multiple: false, values: ['col'] }],
    td: [side],
    div: [
      { name: 'class', multiple: false, values: ['defile'] },
      { name: 'tabindex', multiple: false, values: ['0'] },
      { name: 'role', multiple: false, values: ['group'] },
      { name: 'aria-label', multiple: false, values: ['fr', 'en'].map((lang) => stringsFor(lang).tableRegion) },
    ],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  parseStyleAttributes: false,
}
