import { Lexer, Marked, type Token, type Tokens } from 'marked'
import { admonition } from './mkdocs/admonition'
import { type AttributeList, attributeList, bracketedWords, takeAttributes } from './mkdocs/attribute-list'
import { definitionList } from './mkdocs/definition-list'
import {
  type Footnote,
  type FootnoteDefinition,
  type FootnoteReference,
  footnoteDefinition,
  footnoteReference,
  joinFootnotes,
} from './mkdocs/footnotes'
import { type HtmlLink, readHtml } from './page-html'
import type { Heading } from './page-view'
import { typesetTokens } from './typography'

/**
 * Markdown of the event's own pages, taken apart: GFM and what MkDocs' authors are used to (`mkdocs/`). Their authors
 * are trusted: raw HTML stays, but for what runs, styles, sends or asks elsewhere (`page-html.ts`). What strangers write
 * goes another way (`note-markdown.ts`), and has no HTML where an import puts it into a page (`cli/import/session-text.ts`).
 */

/** What there is to know of a page's text without its words. */
export type PageFacts = {
  /** The first `# heading`, which becomes the page's own, with the anchor that MkDocs would give it. */
  heading: { text: string; anchor: string } | null
  /** The headings below it that a table of contents may name, in order. */
  headings: Heading[]
  /** Every anchor of the text. */
  anchors: Set<string>
  /** Links and images: whoever knows the whole site resolves them, by setting the token's `href`, or reports them. */
  references: Reference<Pick<HtmlLink, 'type' | 'href'>>[]
}

/** A page's Markdown, not yet rendered (`page-renderer.ts`): its links may lead to pages that are still unread. */
export type ParsedPage = PageFacts & {
  heading: { tokens: Token[] } | null
  references: Reference<HtmlLink>[]
  footnotes: Footnote[]
  remarks: Remark[]
  tokens: Token[]
}

type Reference<T> = {
  token: T
  /** The address as its author wrote it. */
  written: string
  line: number
}

/** Something to tell the author. Lines are 1-based and counted in the given source. */
type Remark = { line: number; severity: 'fault' | 'warning'; message: string }

/** A heading or a paragraph with what the author's attribute list says of it. */
export type WithAttributes = { anchor?: string; lang?: string }

/** Anchors that the page's frame uses itself. */
const takenAnchors = ['contenu', 'notes', 'notes-titre']

const dialect = new Marked({
  gfm: true,
  extensions: [admonition, definitionList, footnoteDefinition, footnoteReference, bracketedWords, attributeList],
})

/**
 * @param source Markdown without its front matter.
 * @param lang Of its words, which are set as that language does.
 */
export function parsePage(source: string, lang: string): ParsedPage {
  const page: ParsedPage = {
    heading: null,
    headings: [],
    anchors: new Set(takenAnchors),
    references: [],
    footnotes: [],
    remarks: [],
    tokens: [],
  }
  const notes: FoundFootnotes = { references: [], definitions: [] }
  let line = 1
  for (const block of new Lexer(dialect.defaults).lex(source)) {
    if (block.raw.includes('{')) readAttributeLists(page, block, locator(block.raw, line))
    if (block.type === 'heading') readHeading(page, block as Tokens.Heading & WithAttributes, lang)
    else typesetTokens([block], lang)
    const lineOf = locator(block.raw, line)
    dialect.walkTokens([block], (token) => readToken(page, notes, token, lineOf))
    line += block.raw.split('\n').length - 1
    if (!(block.type === 'heading' && block.depth === 1)) page.tokens.push(block)
  }
  readFootnotes(page, notes)
  return page
}

/** Whether raw HTML stands in a page's Markdown. */
export function holdsHtml(source: string): boolean {
  let holds = false
  dialect.walkTokens(new Lexer(dialect.defaults).lex(source), ({ type }) => {
    holds ||= type === 'html'
  })
  return holds
}

function readHeading(page: ParsedPage, token: Tokens.Heading & WithAttributes, lang: string): void {
  const text = wordsOf(token.tokens).trim()
  typesetTokens([token], lang)
  if (token.depth === 1 && page.heading === null) {
    page.heading = { tokens: token.tokens, text, anchor: token.anchor ?? freeAnchor(new Set(), text) }
    return
  }
  // A page has one h1: what MkDocs pages write as further ones are its first level of sections.
  token.depth = Math.max(token.depth, 2)
  token.anchor ??= freeAnchor(page.anchors, text)
  if (token.depth === 2) page.headings.push({ id: token.anchor, text: wordsOf(token.tokens).trim() })
}

/** Takes the attribute lists out of a block and gives them to what they are about; says which parts are left out. */
function readAttributeLists(page: ParsedPage, block: Token, lineOf: (raw: string) => number): void {
  const found = (attributes: AttributeList) => {
    const line = lineOf(attributes.raw)
    const { id, ignored, raw } = attributes
    if (ignored.length > 0) {
      const message = `${raw} : ${ignored.join(' ')} est laissé de côté, la mise en forme est celle du site`
      page.remarks.push({ line, severity: 'warning', message })
    }
    if (id === undefined) return
    if (page.anchors.has(id)) page.remarks.push({ line, severity: 'fault', message: `l’ancre #${id} sert deux fois` })
    page.anchors.add(id)
  }
  dialect.walkTokens([block], (token) => {
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table
      for (const cell of [header, ...rows].flat()) takeAttributes(cell.tokens, found)
    } else if ('tokens' in token && token.tokens) {
      const own = takeAttributes(token.tokens, found)
      if (own) Object.assign(token, { ...(own.id && { anchor: own.id }), ...(own.lang && { lang: own.lang }) })
    }
  })
}

type FoundFootnotes = {
  references: { token: FootnoteReference; line: number }[]
  definitions: { token: FootnoteDefinition; line: number }[]
}

function readFootnotes(page: ParsedPage, { references, definitions }: FoundFootnotes): void {
  const lines = new Map<Token, number>([...references, ...definitions].map(({ token, line }) => [token, line]))
  const joined = joinFootnotes(
    references.map(({ token }) => token),
    definitions.map(({ token }) => token),
  )
  page.footnotes = joined.footnotes
  const warn = (token: Token, message: string) =>
    page.remarks.push({ line: lines.get(token) ?? 1, severity: 'warning', message })
  for (const token of joined.unknown) warn(token, `${token.raw} n’a pas sa note : [^${token.label}]: …`)
  for (const token of joined.unused) warn(token, `la note [^${token.label}] ne sert pas, elle est laissée de côté`)
}

function readToken(page: ParsedPage, notes: FoundFootnotes, token: Token, lineOf: (raw: string) => number): void {
  if (token.type === 'link') {
    const link = token as Tokens.Link
    page.references.push({ token: link, written: link.href, line: lineOf(link.raw) })
  } else if (token.type === 'image') {
    readImage(page, token as Tokens.Image, lineOf(token.raw))
  } else if (token.type === 'html') {
    const html = token as Tokens.HTML
    const line = lineOf(html.raw)
    const found = readHtml(html)
    for (const anchor of found.anchors) page.anchors.add(anchor)
    for (const remark of found.remarks) page.remarks.push({ ...remark, line })
    for (const link of found.links) page.references.push({ token: link, written: link.href, line })
  } else if (token.type === 'text' && (token as Tokens.Text).escaped) {
    // Within <kbd> or <pre> of a line marked takes words for HTML: what is no tag there must begin none.
    const text = token as Tokens.Text
    text.text = text.text.replaceAll('<', '&lt;')
  } else if (token.type === 'footnoteReference') {
    notes.references.push({ token: token as FootnoteReference, line: lineOf(token.raw) })
  } else if (token.type === 'footnote') {
    notes.definitions.push({ token: token as FootnoteDefinition, line: lineOf(token.raw) })
  }
}

function readImage(page: ParsedPage, token: Tokens.Image, line: number): void {
  page.references.push({ token, written: token.href, line })
  if (token.text.trim() !== '') return
  const message = `L’image ${token.href} n’a pas de texte de remplacement : ![ce qu’elle montre](${token.href})`
  page.remarks.push({ line, severity: 'fault', message })
}

/** The words of a heading, without their markup. */
function wordsOf(tokens: Token[]): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && token.tokens) return wordsOf(token.tokens)
      if (token.type === 'br') return ' '
      return ['text', 'escape', 'codespan', 'image'].includes(token.type) ? (token as Tokens.Text).text : ''
    })
    .join('')
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
