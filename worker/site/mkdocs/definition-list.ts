import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked'
import { dedent, words } from './indented'

/**
 * Python-Markdown's definition lists, https://python-markdown.github.io/extensions/definition_lists/: one term a line,
 * then `:   ` and what it means, as many as there are; what is indented below goes on with it.
 */
export type DefinitionList = Tokens.Generic & { type: 'definitionList'; parts: DefinitionPart[] }

type DefinitionPart = Tokens.Generic & { type: 'term' | 'definition'; tokens: Token[] }

const definition = String.raw`:[ \t]+[^\n]*(?:\n(?![:\s])[^\n]+|(?:\n[ \t]*)*\n(?: {4}|\t)[^\n]*)*(?:\n|$)`
const term = String.raw`(?![:\s#>|<!?*+\-` + '`' + String.raw`]|\d+[.)] )[^\n]+\n`
const entry = new RegExp(String.raw`^((?:${term})+)(\n?)((?:${definition}(?:\n*(?=:[ \t]))?)+)`)

export const definitionList: TokenizerAndRendererExtension = {
  name: 'definitionList',
  level: 'block',
  tokenizer(source): DefinitionList | undefined {
    const parts: DefinitionPart[] = []
    let raw = ''
    for (;;) {
      const blank = /^\n*/.exec(source.slice(raw.length))?.[0] ?? ''
      const from = raw.length + (parts.length > 0 ? blank.length : 0)
      const match = entry.exec(source.slice(from))
      if (!match) break
      const [whole, terms = '', gap, definitions = ''] = match
      for (const line of terms.trimEnd().split('\n')) {
        parts.push({ type: 'term', raw: line, tokens: [words(line, this.lexer.inline(line.trim()))] })
      }
      for (const [each] of definitions.matchAll(new RegExp(definition, 'g'))) {
        const text = dedent(each.replace(/^:[ \t]+/, '')).trimEnd()
        const isLoose = gap !== '' || text.includes('\n')
        const tokens = isLoose ? this.lexer.blockTokens(text, []) : [words(text, this.lexer.inline(text))]
        parts.push({ type: 'definition', raw: each, tokens })
      }
      raw = source.slice(0, from + whole.length)
    }
    return parts.length > 0 ? { type: 'definitionList', raw, parts } : undefined
  },
  childTokens: ['parts'],
}
