import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked'
import { dedent, words } from './indented'

/**
 * Boxes as MkDocs Material has them, https://squidfunk.github.io/mkdocs-material/reference/admonitions/:
 * `!!! note "Title"` stands open, `??? tip` is closed and `???+ tip` open at first; what is indented below belongs to it.
 */
export type Admonition = Tokens.Generic & {
  type: 'admonition'
  kind: string
  folded: 'no' | 'closed' | 'open'
  /** False: the word for its kind stands there. */
  hasOwnTitle: boolean
  /** Empty with a title of its own: none at all, as `""` asks for. */
  title: Token[]
  tokens: Token[]
}

/** Inside a list, four spaces of MkDocs' leave up to three behind the item's own. */
const opening =
  /^( {0,3})(!!!|\?\?\?\+?)[ \t]+([a-zA-Z][\w-]*)(?:[ \t]+(?:inline|end))*(?:[ \t]+"([^"\n]*)")?[ \t]*(?:\n|$)/

export const admonition: TokenizerAndRendererExtension = {
  name: 'admonition',
  level: 'block',
  start: (source) => /^ {0,3}(?:!!!|\?\?\?\+?)[ \t]+[a-zA-Z]/m.exec(source)?.index,
  tokenizer(source): Admonition | undefined {
    const head = opening.exec(source)
    if (!head) return undefined
    const [first, indent = '', mark, kind = '', title] = head
    const below = new RegExp(`^(?:(?:${indent} {4}|\\t)[^\\n]*(?:\\n|$)|[ \\t]*\\n)*`)
    const text = below.exec(source.slice(first.length))?.[0] ?? ''
    return {
      type: 'admonition',
      raw: first + text,
      kind: kind.toLowerCase(),
      folded: mark === '!!!' ? 'no' : mark === '???' ? 'closed' : 'open',
      hasOwnTitle: title !== undefined,
      title: title ? [words(title, this.lexer.inline(title))] : [],
      tokens: this.lexer.blockTokens(dedent(text, indent), []),
    }
  },
  childTokens: ['title', 'tokens'],
}

/** What a kind of box says by its colour. Kinds that are not named here are plain. */
export function toneOf(kind: string): 'bien' | 'alerte' | 'faute' | null {
  if (['tip', 'hint', 'important', 'success', 'check', 'done'].includes(kind)) return 'bien'
  if (['question', 'help', 'faq', 'warning', 'caution', 'attention'].includes(kind)) return 'alerte'
  if (['failure', 'fail', 'missing', 'danger', 'error', 'bug'].includes(kind)) return 'faute'
  return null
}
