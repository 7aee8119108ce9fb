import { Marked, Parser, Renderer, type Tokens } from 'marked'
import { type Admonition, toneOf } from './mkdocs/admonition'
import { type Attributed, attributesHtml } from './mkdocs/attribute-list'
import type { DefinitionList } from './mkdocs/definition-list'
import { type Footnote, type FootnoteReference, footnoteAnchor, referenceAnchor } from './mkdocs/footnotes'
import { isElsewhere } from './page-html'
import type { ParsedPage, WithAttributes } from './page-markdown'
import type { Strings } from './strings'
import { tableCell } from './table-cell'

/** The HTML of the text below the page's heading. Call it once the references are resolved. */
export function renderPage(page: ParsedPage, t: Strings): string {
  const parser = parserFor(t)
  return parser.parse(page.tokens) + renderFootnotes(page.footnotes, parser, t)
}

/** The HTML of the page's heading, without its tag. Null: the page's text has none. */
export function renderHeading(page: ParsedPage, t: Strings): string | null {
  return page.heading && parserFor(t).parseInline(page.heading.tokens)
}

function parserFor(t: Strings): Parser {
  const dialect: Marked = new Marked({
    extensions: [
      {
        name: 'admonition',
        renderer: (token) => renderAdmonition(token as Admonition, parser, t),
      },
      {
        name: 'definitionList',
        renderer: (token) => renderDefinitions(token as DefinitionList, parser),
      },
      {
        name: 'footnoteReference',
        renderer: (token) => renderReference(token as FootnoteReference, t),
      },
      { name: 'footnote', renderer: () => '' },
      {
        name: 'attributed',
        renderer: (token) =>
          `<span${attributesHtml(token as Attributed)}>${parser.parseInline(token.tokens ?? [])}</span>`,
      },
      { name: 'bracketed', renderer: (token) => `[${parser.parseInline(token.tokens ?? [])}]` },
    ],
  })
  const parser: Parser = new Parser({ ...dialect.defaults, renderer: new PageRenderer(t) })
  return parser
}

function renderAdmonition(
  { kind, folded, hasOwnTitle, title, tokens }: Admonition,
  parser: Parser,
  t: Strings,
): string {
  const tone = toneOf(kind)
  const name = `encart${tone ? ` ${tone}` : ''}`
  const words = hasOwnTitle ? parser.parse(title) : nameOfKind(kind, t)
  const text = parser.parse(tokens)
  if (folded !== 'no') {
    const open = folded === 'open' ? ' open' : ''
    return `<details class="${name}"${open}><summary>${words || nameOfKind(kind, t)}</summary>\n${text}</details>\n`
  }
  return `<div class="${name}" role="note">${words && `<p><strong>${words}</strong></p>`}\n${text}</div>\n`
}

function nameOfKind(kind: string, t: Strings): string {
  return t.page.boxes[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1)
}

function renderDefinitions({ parts }: DefinitionList, parser: Parser): string {
  const lines = parts.map(({ type, tokens }) => {
    const tag = type === 'term' ? 'dt' : 'dd'
    return `<${tag}>${parser.parse(tokens)}</${tag}>`
  })
  return `<dl>\n${lines.join('\n')}\n</dl>\n`
}

function renderReference(token: FootnoteReference, t: Strings): string {
  const { footnote, label, raw } = token
  if (!footnote) return raw
  const id = referenceAnchor(label, footnote.references.indexOf(token) + 1)
  const name = t.page.footnote(footnote.number)
  return `<sup id="${id}"><a href="#${footnoteAnchor(label)}" aria-label="${name}">${footnote.number}</a></sup>`
}

function renderFootnotes(footnotes: Footnote[], parser: Parser, t: Strings): string {
  if (footnotes.length === 0) return ''
  const items = footnotes.map(({ label, tokens, references }) => {
    const back = references
      .map((_, n) => `<a href="#${referenceAnchor(label, n + 1)}" aria-label="${t.page.backToText}">↩</a>`)
      .join(' ')
    const html = parser.parse(tokens).trimEnd()
    const joined = html.endsWith('</p>') ? `${html.slice(0, -'</p>'.length)} ${back}</p>` : `${html}<p>${back}</p>`
    return `<li id="${footnoteAnchor(label)}">${joined}</li>`
  })
  return `<section class="bas" aria-label="${t.page.footnotes}">\n<ol>\n${items.join('\n')}\n</ol>\n</section>\n`
}

class PageRenderer extends Renderer {
  readonly #t: Strings
  #tables = 0

  constructor(t: Strings) {
    super()
    this.#t = t
  }

  override heading({ depth, tokens, anchor, lang }: Tokens.Heading & WithAttributes): string {
    return `<h${depth}${attributesOf({ anchor, lang })}>${this.parser.parseInline(tokens)}</h${depth}>\n`
  }

  override paragraph({ tokens, anchor, lang }: Tokens.Paragraph & WithAttributes): string {
    if (tokens.length === 0) return ''
    return `<p${attributesOf({ anchor, lang })}>${this.parser.parseInline(tokens)}</p>\n`
  }

  /** The policy lets no image of another site in. */
  override image(token: Tokens.Image): string {
    if (!isElsewhere(token.href)) return super.image(token)
    return super.link({ ...token, type: 'link', tokens: [{ type: 'text', raw: token.text, text: token.text }] })
  }

  /** A wide table scrolls by itself, and the keyboard must be able to reach it; two regions of a page need two names. */
  override table(token: Tokens.Table): string {
    this.#tables++
    const label = this.#t.tableRegion + (this.#tables > 1 ? ` ${this.#tables}` : '')
    return `<div class="defile" tabindex="0" role="region" aria-label="${label}">${super.table(token)}</div>\n`
  }

  override tablecell(token: Tokens.TableCell): string {
    return tableCell(token, this.parser.parseInline(token.tokens))
  }

  /** A sign and its word, not a form field that nobody can change. */
  override checkbox({ checked }: Tokens.Checkbox): string {
    return `<span role="img" aria-label="${checked ? this.#t.done : this.#t.toDo}">${checked ? '☑' : '☐'}</span> `
  }
}

function attributesOf({ anchor, lang }: { anchor: string | undefined; lang: string | undefined }): string {
  return attributesHtml({ ...(anchor && { id: anchor }), ...(lang && { lang }) })
}
