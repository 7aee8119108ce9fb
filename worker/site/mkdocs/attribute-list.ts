import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked'
import { escaped } from '../escaped'

/**
 * Python-Markdown's attribute lists, https://python-markdown.github.io/extensions/attr_list/: `## Title {#id}`,
 * `*words*{: lang=br }`, a line `{: lang=en }` under its paragraph; and `[words]{lang=br}`, as Pandoc writes it.
 * An id and a language are kept. Kesako has one stylesheet, so classes and all else are left out.
 */
export type AttributeList = Tokens.Generic & Attributes & { type: 'attributeList' }

type Attributes = { id?: string; lang?: string; ignored: string[] }

/** Words with attributes of their own. */
export type Attributed = Tokens.Generic & {
  type: 'attributed'
  id?: string
  lang?: string
  tokens: Token[]
}

const attribute = String.raw`(?:#[\w:.-]+|\.[\w-]+|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))`
const list = String.raw`\{:?[ \t]*(${attribute}(?:[ \t]+${attribute})*)[ \t]*\}`
const listHere = new RegExp(`^${list}`)
const bracketed = new RegExp(String.raw`^\[([^[\]\n]+)\](?=${list})`)

/** What attributes may follow directly. */
const inlineElements = new Set(['link', 'image', 'strong', 'em', 'del', 'codespan', 'bracketed'])

export const attributeList: TokenizerAndRendererExtension = {
  name: 'attributeList',
  level: 'inline',
  start: (source) => source.indexOf('{'),
  tokenizer(source, before): AttributeList | undefined {
    const match = listHere.exec(source)
    if (!match) return undefined
    const last = before.at(-1)
    const isUnderItsBlock = last?.type === 'text' && last.raw.endsWith('\n')
    const endsItsLine = source.length === match[0].length
    const follows = last !== undefined && inlineElements.has(last.type)
    if (!follows && !(endsItsLine && (isUnderItsBlock || last?.raw.endsWith(' ')))) return undefined
    return { type: 'attributeList', raw: match[0], ...readAttributes(match[1] ?? '') }
  },
}

/** `[words]`, where attributes follow. */
export const bracketedWords: TokenizerAndRendererExtension = {
  name: 'bracketed',
  level: 'inline',
  start: (source) => source.indexOf('['),
  tokenizer(source) {
    const match = bracketed.exec(source)
    if (!match) return undefined
    return { type: 'bracketed', raw: match[0], tokens: this.lexer.inlineTokens(match[1] ?? '') }
  },
}

function readAttributes(text: string): Attributes {
  const result: Attributes = { ignored: [] }
  for (const each of text.match(new RegExp(attribute, 'g')) ?? []) {
    const [, name = '', value = ''] = /^([\w:-]+)=["']?(.*?)["']?$/.exec(each) ?? []
    if (each.startsWith('#')) result.id = each.slice(1)
    else if (name === 'id') result.id = value
    else if (name === 'lang' && /^[a-z]{2,3}(?:-[\w-]+)?$/i.test(value)) result.lang = value
    else result.ignored.push(each)
  }
  return result
}

/**
 * Gives the attribute lists of these tokens to what they are about, and takes them out.
 * @param found Told of each list, once.
 * @returns Those of the block that the tokens belong to.
 */
export function takeAttributes(tokens: Token[], found: (attributes: AttributeList) => void): AttributeList | undefined {
  let own: AttributeList | undefined
  for (let n = 0; n < tokens.length; n++) {
    const token = tokens[n]
    if (token?.type !== 'attributeList') continue
    const attributes = token as AttributeList
    found(attributes)
    const before = tokens[n - 1]
    tokens.splice(n--, 1)
    if (before && inlineElements.has(before.type)) wrap(tokens, n, before, attributes)
    else own = attributes
  }
  const last = tokens.at(-1)
  if (own && last?.type === 'text') (last as Tokens.Text).text = (last as Tokens.Text).text.trimEnd()
  return own
}

function wrap(tokens: Token[], at: number, token: Token, { id, lang, raw }: AttributeList): void {
  if (id === undefined && lang === undefined) return
  const within = token.type === 'bracketed' ? ((token as Tokens.Generic).tokens ?? []) : [token]
  const attributed: Attributed = { type: 'attributed', raw: token.raw + raw, tokens: within }
  tokens[at] = { ...attributed, ...(id && { id }), ...(lang && { lang }) }
}

/** As they stand in a tag, with a space before each. */
export function attributesHtml({ id, lang }: { id?: string; lang?: string }): string {
  return (id ? ` id="${escaped(id)}"` : '') + (lang ? ` lang="${lang}"` : '')
}
