import { Lexer, Parser, Renderer, TextRenderer, type Token, type Tokens, walkTokens } from 'marked'
import type { Heading } from './page-view'
import type { Strings } from './strings'

/**
 * Markdown of the event's own pages → HTML. Their authors are trusted: raw HTML stays, but for styles and
 * scripts, which the site's Content-Security-Policy would refuse in any case. What strangers write goes
 * another way (`note-markdown.ts`).
 */

/** A page's Markdown, taken apart but not yet rendered: its links may lead to pages that are still unread. */
export type ParsedPage = {
  /** The first `# heading`, which becomes the page's own. */
  heading: { html: string; text: string } | null
  /** The headings below it that a table of contents may name, in order. */
  headings: Heading[]
  /** Every anchor of the text. */
  anchors: Set<string>
  /** Links and images: whoever knows the whole site resolves them, by setting the token's `href`, or reports them. */
  references: Reference[]
  remarks: Remark[]
  tokens: Token[]
}

export type Reference = { token: Tokens.Link | Tokens.Image; line: number }

/** Something to tell the author. Lines are 1-based and counted in the given source. */
export type Remark = { line: number; severity: 'fault' | 'warning'; message: string }

/** Anchors that the page's frame uses itself. */
const takenAnchors = ['contenu', 'notes', 'notes-titre']

/** @param source Markdown without its front matter. */
export function parsePage(source: string): ParsedPage {
  const page: ParsedPage = {
    heading: null,
    headings: [],
    anchors: new Set(takenAnchors),
    references: [],
    remarks: [],
    tokens: [],
  }
  let line = 1
  for (const block of new Lexer({ gfm: true }).lex(source)) {
    if (block.type === 'heading') readHeading(page, block as AnchoredHeading)
    const lineOf = locator(block.raw, line)
    walkTokens([block], (token) => readToken(page, token, lineOf))
    line += block.raw.split('\n').length - 1
    if (!(block.type === 'heading' && block.depth === 1)) page.tokens.push(block)
  }
  return page
}

/** The HTML of the text below the page's heading. Call it once the references are resolved. */
export function renderPage(page: ParsedPage, t: Strings): string {
  return new Parser({ renderer: new PageRenderer(t) }).parse(page.tokens)
}

type AnchoredHeading = Tokens.Heading & { anchor?: string }

function readHeading(page: ParsedPage, token: AnchoredHeading): void {
  const text = new Parser().parseInline(token.tokens, new TextRenderer()).trim()
  if (token.depth === 1 && page.heading === null) {
    page.heading = { html: new Parser().parseInline(token.tokens), text }
    return
  }
  // A page has one h1: what MkDocs pages write as further ones are its first level of sections.
  token.depth = Math.max(token.depth, 2)
  token.anchor = freeAnchor(page.anchors, text)
  if (token.depth === 2) page.headings.push({ id: token.anchor, text, depth: token.depth })
}

function readToken(page: ParsedPage, token: Token, lineOf: (raw: string) => number): void {
  if (token.type === 'link') {
    page.references.push({ token: token as Tokens.Link, line: lineOf(token.raw) })
  } else if (token.type === 'image') {
    const image = token as Tokens.Image
    page.references.push({ token: image, line: lineOf(token.raw) })
    if (image.text.trim() === '') {
      page.remarks.push({
        line: lineOf(token.raw),
        severity: 'fault',
        message: `L’image ${image.href} n’a pas de texte de remplacement : ![ce qu’elle montre](${image.href})`,
      })
    }
  } else if (token.type === 'html') {
    readHtml(page, token as Tokens.HTML, lineOf(token.raw))
  }
}

/** Leaves out what the Content-Security-Policy would refuse, and says so. */
function readHtml(page: ParsedPage, token: Tokens.HTML, line: number): void {
  const rules: [RegExp, string][] = [
    [/<(style|script)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, 'Un bloc <style> ou <script> est laissé de côté'],
    [/\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, 'Un attribut style ou on… est laissé de côté'],
  ]
  let text = token.text.replace(/<!--[\s\S]*?-->/g, '')
  for (const [pattern, message] of rules) {
    const without = text.replace(pattern, '')
    if (without !== text) page.remarks.push({ line, severity: 'warning', message })
    text = without
  }
  token.text = text
}

/** Where in the file a piece of a block stands: the line of its next occurrence, or the block's own. */
function locator(block: string, firstLine: number): (raw: string) => number {
  let from = 0
  return (raw) => {
    const at = block.indexOf(raw, from)
    if (at === -1) return firstLine
    from = at
    return firstLine + block.slice(0, at).split('\n').length - 1
  }
}

/** An anchor as Python-Markdown makes it, so that links into pages written for MkDocs keep working. */
function freeAnchor(taken: Set<string>, text: string): string {
  const stem =
    text
      .normalize('NFKD')
      .replace(/[^\w\s-]/g, '')
      .trim()
      .toLowerCase()
      .replace(/[-\s]+/g, '-') || '_'
  let anchor = stem
  for (let n = 1; taken.has(anchor); n++) anchor = `${stem}_${n}`
  taken.add(anchor)
  return anchor
}

class PageRenderer extends Renderer {
  readonly #t: Strings

  constructor(t: Strings) {
    super()
    this.#t = t
  }

  override heading(token: AnchoredHeading): string {
    const id = token.anchor ? ` id="${token.anchor}"` : ''
    return `<h${token.depth}${id}>${this.parser.parseInline(token.tokens)}</h${token.depth}>\n`
  }

  /** A wide table scrolls by itself, and the keyboard must be able to reach it. */
  override table(token: Tokens.Table): string {
    const label = this.#t.tableRegion
    return `<div class="defile" tabindex="0" role="region" aria-label="${label}">${super.table(token)}</div>\n`
  }

  /** A sign and its word, not a form field that nobody can change. */
  override checkbox({ checked }: Tokens.Checkbox): string {
    return `<span role="img" aria-label="${checked ? this.#t.done : this.#t.toDo}">${checked ? '☑' : '☐'}</span> `
  }
}
