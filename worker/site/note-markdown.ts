import { characterEntitiesHtml4 } from 'character-entities-html4'
import { Lexer, Parser, Renderer, type Token, Tokenizer, type Tokens } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { stringsFor } from './strings'
import { tableCell } from './table-cell'
import { typesetTokens } from './typography'

/**
 * The one place where a stranger's Markdown becomes HTML: what is published, the check page, the receipt and the
 * moderators' pages all show what comes out here.
 */

type RenderedNote = { html: string }

/**
 * Renders a note. Raw HTML stands there as text, an image as its words and a link, an address that is not http, https
 * or mailto as text. Never throws: what Markdown cannot make sense of stands there as it was typed.
 * @param lang Of the page that it stands on; its words are set as that language does.
 */
export function renderNote(body: string, lang = 'fr'): RenderedNote {
  const tokens = noteTokens(body)
  if (tokens === null) return { html: asTyped(body) }
  try {
    typesetTokens(tokens, lang)
    return { html: sanitizeHtml(parse(tokens, new NoteRenderer(stringsFor(lang).tableRegion)), allowed).trim() }
  } catch {
    return { html: asTyped(body) }
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

/** A note taken apart as it is rendered. Null: Markdown cannot make sense of it, or would take long. */
export function noteTokens(body: string): Token[] | null {
  if (refusedByItsLines(body) !== null) return null
  try {
    const lexer = inParagraphs(body)
    if (emphasisIn(lexer) > MAX_EMPHASIS) return null
    for (const { src, tokens } of lexer.inlineQueue) lexer.inlineTokens(src, tokens)
    return lexer.tokens
  } catch {
    return null
  }
}

/** Taken apart as far as what stands by itself in the queue: paragraphs, items of lists, cells. */
function inParagraphs(body: string): Lexer {
  const lexer = new Lexer({ gfm: true, breaks: true, tokenizer: new NoteTokenizer() })
  lexer.blockTokens(body, lexer.tokens)
  return lexer
}

/** The work of looking for emphasis, as `MAX_EMPHASIS` counts it. */
function emphasisIn({ inlineQueue }: Lexer): number {
  return inlineQueue.reduce((sum, { src }) => sum + emphasisOf(src), 0)
}

function emphasisOf(text: string): number {
  return count(text, /[*_~]+/g) * count(text, /[*_~]/g)
}

function parse(tokens: Token[], renderer: Renderer): string {
  return new Parser({ gfm: true, breaks: true, renderer }).parse(tokens)
}

/** Quotes and lists inside one another; marked overflows its stack at some thousand. */
const MAX_NESTING = 24

/**
 * Signs that open or close emphasis, links or code, in one paragraph: marked compares each with all before it, so its
 * time grows with their square. Five hundred bold words in one paragraph are two thousand signs.
 */
const MAX_DELIMITERS = 3_000

/**
 * Runs of emphasis signs (`*`, `**`, `~~`) of a paragraph times the signs in them, over all paragraphs: from each run marked
 * looks along all that follow. Five hundred bold words in one paragraph are a thousand runs of two thousand signs.
 */
const MAX_EMPHASIS = 2_500_000

/** Cells of tables in all; each costs a little, and an empty one is a single sign to type. */
const MAX_CELLS = 3_000

/**
 * Whether a text is marked up as no person does, so that rendering it would take long.
 * @returns `nested`: quotes or lists too deep. `costly`: too many signs of markup together.
 */
export function refusedMarkup(body: string): 'nested' | 'costly' | null {
  const refused = refusedByItsLines(body)
  if (refused !== null || emphasisOf(body) <= MAX_EMPHASIS) return refused
  try {
    return emphasisIn(inParagraphs(body)) > MAX_EMPHASIS ? 'costly' : null
  } catch {
    return null
  }
}

/** What reading it once tells. */
function refusedByItsLines(body: string): 'nested' | 'costly' | null {
  let delimiters = 0
  let cells = 0
  let definitions = 0
  let addresses = 0
  for (const line of body.split('\n')) {
    if (nesting(line) > MAX_NESTING) return 'nested'
    delimiters = line.trim() === '' ? 0 : delimiters + count(line, delimiterSigns)
    addresses = line.trim() === '' ? 0 : addresses + count(line, /:\/\/|www\./g)
    cells += count(line, /\|/g)
    definitions += count(line, /^\s*\[[^\]]*\]:/g)
    if (delimiters > MAX_DELIMITERS || addresses > MAX_ADDRESSES) return 'costly'
    if (cells > MAX_CELLS || definitions > MAX_DEFINITIONS) return 'costly'
  }
  return null
}

const delimiterSigns = /[*_~[\]`<&!\\]/g

/** Beginnings of bare addresses in one paragraph. */
const MAX_ADDRESSES = 1_000

/** Reference definitions of links. */
const MAX_DEFINITIONS = 500

/**
 * How many quotes and list items one line opens. Nesting by indentation needs no limit: 20,000 characters hold no
 * more than some 140 levels of it.
 */
function nesting(line: string): number {
  // A rule or an underline (`-----`, `* * *`) is one block and not many.
  if (/^\s*([-*_=+])(?:\s*\1)*\s*$/.test(line)) return 1
  const opening = /^(?:\s|>|[*+-](?=\s|$)|\d{1,9}[.)](?=\s|$))*/.exec(line)?.[0] ?? ''
  return count(opening, />|[*+-]|[.)]/g)
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Raw HTML is no token: it comes out as text, escaped. Overriding the renderer alone would let some through. */
class NoteTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined
  }

  override tag(): undefined {
    return undefined
  }
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
    if (showsNothing(text)) return `<p>${escapeText(raw.trim())}</p>\n`
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
    return this.#leadTo(address, showsNothing(text) ? escapeText(href) : text)
  }

  override image({ href, text }: Tokens.Image): string {
    const address = safeAddress(href)
    const words = escapeText(text || href)
    return address === null || this.#isInLink ? words : this.#leadTo(address, words)
  }

  override text(token: Tokens.Text | Tokens.Escape): string {
    return super.text({ ...token, text: token.text.replace(/&([a-z]\w*);/gi, signOf) })
  }

  override code({ text }: Tokens.Code): string {
    return `<pre><code>${escapeText(text)}\n</code></pre>\n`
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
    return `<a href="${escapeText(address)}" rel="nofollow ugc noopener">${text}</a>`
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
  return `<p>${escapeText(body).replaceAll('\n', '<br>')}</p>`
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
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
