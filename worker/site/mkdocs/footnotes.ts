import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked'
import { dedent } from './indented'

/**
 * Python-Markdown's footnotes, https://python-markdown.github.io/extensions/footnotes/: `[^1]` in the text, `[^1]: …`
 * anywhere below, further paragraphs indented. Anchors are Python-Markdown's too (`fn:1`, `fnref:1`).
 */
export type FootnoteReference = Tokens.Generic & { type: 'footnoteReference'; label: string; footnote?: Footnote }

export type FootnoteDefinition = Tokens.Generic & { type: 'footnote'; label: string; tokens: Token[] }

/** A footnote that the text refers to. */
export type Footnote = { number: number; label: string; tokens: Token[]; references: FootnoteReference[] }

const definition =
  /^\[\^([\w-]+)\]:[ \t]*((?:[^\n]*)(?:\n(?!\s*\n|\s*$|\[\^)[^\n]+|(?:\n[ \t]*)+\n(?: {4}|\t)[^\n]*)*)(?:\n|$)/

export const footnoteDefinition: TokenizerAndRendererExtension = {
  name: 'footnote',
  level: 'block',
  start: (source) => /^\[\^[\w-]+\]:/m.exec(source)?.index,
  tokenizer(source): FootnoteDefinition | undefined {
    const match = definition.exec(source)
    if (!match) return undefined
    const [raw, label = '', text = ''] = match
    return { type: 'footnote', raw, label, tokens: this.lexer.blockTokens(dedent(text).trim(), []) }
  },
  childTokens: ['tokens'],
}

export const footnoteReference: TokenizerAndRendererExtension = {
  name: 'footnoteReference',
  level: 'inline',
  start: (source) => source.indexOf('[^'),
  tokenizer(source): FootnoteReference | undefined {
    const match = /^\[\^([\w-]+)\]/.exec(source)
    return match ? { type: 'footnoteReference', raw: match[0], label: match[1] ?? '' } : undefined
  },
}

/** Joins references and definitions: notes are numbered in the order in which the text first refers to them. */
export function joinFootnotes(
  references: FootnoteReference[],
  definitions: FootnoteDefinition[],
): { footnotes: Footnote[]; unknown: FootnoteReference[]; unused: FootnoteDefinition[] } {
  const byLabel = new Map(definitions.map((each) => [each.label, each]))
  const footnotes = new Map<string, Footnote>()
  const unknown: FootnoteReference[] = []
  for (const reference of references) {
    const { label } = reference
    const defined = byLabel.get(label)
    if (!defined) {
      unknown.push(reference)
      continue
    }
    const footnote = footnotes.get(label) ?? {
      number: footnotes.size + 1,
      label,
      tokens: defined.tokens,
      references: [],
    }
    footnotes.set(label, footnote)
    footnote.references.push(reference)
    reference.footnote = footnote
  }
  return {
    footnotes: [...footnotes.values()],
    unknown,
    unused: definitions.filter((each) => footnotes.get(each.label)?.tokens !== each.tokens),
  }
}

export function footnoteAnchor(label: string): string {
  return `fn:${label}`
}

/** @param nth Which of the references to the same note, from 1. */
export function referenceAnchor(label: string, nth: number): string {
  return `fnref${nth > 1 ? nth : ''}:${label}`
}
