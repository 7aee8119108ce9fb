import type { Token, Tokens } from 'marked'
import { noteTokens } from './note-tokens'

/**
 * A note inside a larger Markdown document, as it was written but for what would reach beyond it. Its heading says who wrote
 * it, and nothing in the note stands as high, so none of it passes for another note.
 * @param depth Depth of that heading.
 */
export function nestedNote(
  { author, body, facts }: { author: string; body: string; facts: string[] },
  depth: number,
): string {
  return `${'#'.repeat(depth)} ${inertLine(author)}\n\n${nestedSource(body, depth)}\n\n${facts.join(' · ')}\n`
}

/** Words of the site's or a stranger's in a line of ours: no markup of theirs. A space that does not break is part of them. */
export function inertLine(text: string): string {
  return text.replace(/[^\S\u00a0\u202f]+/g, ' ').replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}

/**
 * A note's Markdown as it may stand inside a larger Markdown document, under a heading of its own: its headings go
 * on from there, each block of code ends with it, its links by reference have their addresses, and raw HTML, which is text
 * here, stays text in programs that would let it through (CommonMark 0.31). What may not be code in every such program is
 * escaped as text is.
 * @param depth Depth of the heading that it stands under.
 */
export function nestedSource(body: string, depth: number): string {
  const lines: string[] = []
  let block: CodeBlock | null = null
  let codeIsCertain = true
  for (const line of withoutDefinitions(body).trim().split('\n')) {
    if (block === null) {
      block = openedBlock(line)
      if (block !== null) continue
      const above = lines.at(-1)
      codeIsCertain = isBlank(line) || (codeIsCertain && CERTAIN_CODE.test(line) && !ADDRESS_TAKES_CODE.test(line))
      const underlined = depthOfUnderline(line, above)
      if (underlined > 0) lines.push(nestHeading(`${'#'.repeat(underlined)} ${lines.pop()}`, depth))
      else lines.push(...keptApart(inertText(nestHeading(line, depth), codeIsCertain), above))
    } else if (closes(line, block.fence)) {
      lines.push(...writtenBlock(block, lines.at(-1)))
      block = null
    } else block.lines.push(line)
  }
  if (block !== null) lines.push(...writtenBlock(block, lines.at(-1)))
  return lines.join('\n')
}

function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line)
}

type CodeBlock = { indent: number; fence: string; info: string; lines: string[] }

/** https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
function openedBlock(line: string): CodeBlock | null {
  const [, indent = '', fence, info = ''] = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line) ?? []
  return fence === undefined ? null : { indent: indent.length, fence, info, lines: [] }
}

function closes(line: string, fence: string): boolean {
  const mark = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
  return mark?.startsWith(fence) ?? false
}

/** So that all programs see it begin and end in the same places: outside of lists, its fence longer than any in it. */
function writtenBlock({ indent, fence, info, lines }: CodeBlock, above: string | undefined): string[] {
  const sign = fence.charAt(0)
  const longest = Math.max(...lines.map((line) => /^\s*(`+|~+)/.exec(line)?.[1]?.length ?? 0), fence.length - 1)
  const written = sign.repeat(longest + 1)
  const content = lines.map((line) => line.replace(/^ {1,3}/, (spaces) => spaces.slice(indent)))
  return [...(isBlank(above ?? '') ? [] : ['']), written + inertText(info, false), ...content, written]
}

/** A line of `=` or `-` makes the words above it a heading, https://spec.commonmark.org/0.31.2/#setext-headings. */
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/

/** 0: it underlines nothing, or what may be a list, a quote or a table as well as words. */
function depthOfUnderline(line: string, above: string | undefined): number {
  if (!UNDERLINE.test(line) || !/^ {0,3}[\p{L}\p{N}«(]/u.test(above ?? '')) return 0
  return line.includes('=') ? 1 : 2
}

function nestHeading(line: string, depth: number): string {
  return line.replace(/^( {0,3})(#{1,6})(?=\s|$)/, (_, space: string, signs: string) => {
    return space + '#'.repeat(Math.min(6, depth + signs.length))
  })
}

/**
 * A line whose backticks pair in one way only: no link, cell, struck text or escaped sign could take one of them, none is
 * left for the lines below.
 */
const CERTAIN_CODE = /^(?:[^`\\[|~]|(?<!`)`[^`|]+`(?!`))*$/

/** A bare address goes on to the next space, through backticks. */
const ADDRESS_TAKES_CODE = /(?::\/\/|www\.)(?:(?!:\/\/|www\.)[^\s`])*`/i

/** Escapes of Markdown, links in angle brackets, and what may begin HTML or other links. */
const SIGNS = /\\[!-/:-@[-`{-~]|<(?:https?:|mailto:)[^\s<>`]*>|<[a-z\d][\w.+-]*@[\w.-]+>|<(?=\S)/gi
const CODE_AND_SIGNS = new RegExp(`\`[^\`]*\`|${SIGNS.source}`, SIGNS.flags)

function inertText(line: string, codeIsCertain: boolean): string {
  return line.replace(codeIsCertain ? CODE_AND_SIGNS : SIGNS, (sign) => (/^\\?<$/.test(sign) ? '&lt;' : sign))
}

/** What may begin a definition, which would hold in all of the document; or end a label that began above. */
const DEFINITION = /^((?:[ \t]|>|(?:[*+-]|\d{1,9}[.)])(?=[ \t]))*)\[(?=(?:[^[\]\\]|\\.)*\\?(?:\]:|$))/

/** A line that must not join the one above to underline what is none of our headings. */
function keptApart(line: string, above = ''): string[] {
  if (UNDERLINE.test(line) && !isBlank(above)) return line.includes('=') ? [`\\${line.trim()}`] : ['', line]
  return [line.replace(DEFINITION, '$1\\[')]
}

/** The same text, each link by reference with its address, and no definition that the links of other notes could take. */
function withoutDefinitions(body: string): string {
  const tokens = body.includes(']:') ? noteTokens(body) : null
  let result = ''
  let from = 0
  for (const token of tokens ? leavesOf(tokens) : []) {
    const at = body.indexOf(token.raw, from)
    // One whose lines are parted by signs of a quote stays as it is.
    if (at === -1) continue
    result += body.slice(from, at) + withAddress(token)
    from = at + token.raw.length
  }
  return result + body.slice(from)
}

/** In the order of the text. Links and images are whole. */
function* leavesOf(tokens: Token[]): Iterable<Token> {
  for (const token of tokens) {
    const { items, header, rows, tokens: below } = token as Tokens.Generic
    if (token.type === 'link' || token.type === 'image') yield token
    else if (token.type === 'table') for (const cell of [header, ...rows].flat()) yield* leavesOf(cell.tokens)
    else if (items ?? below) yield* leavesOf(items ?? below)
    else yield token
  }
}

function withAddress(token: Token): string {
  if (token.type === 'def') return ''
  const isByReference = (token.type === 'link' || token.type === 'image') && /^!?\[.*\]$/s.test(token.raw)
  if (!isByReference) return token.raw
  const { raw, href } = token as Tokens.Link
  const [, words = raw] = /^(.*\])\[(?:[^[\]\\]|\\.)*\]$/s.exec(raw) ?? []
  return `${words}(${href.replace(/[\s<>()[\]\\`|]/g, percentEncoded)})`
}

/** https://datatracker.ietf.org/doc/html/rfc3986#section-2.1; of ASCII alone. */
function percentEncoded(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
