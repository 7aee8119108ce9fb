import type { Token, Tokens } from 'marked'

/**
 * French typography, for texts typed on keyboards that do not have it: narrow no-break spaces inside « » and before
 * ; : ! ?, the apostrophe ’, « » for straight quotes, and an hour or a date on one line. Other languages are left as they were written.
 */

const NARROW = '\u202f'
const NO_BREAK = '\u00a0'

/** What stands between two texts of one paragraph that markup parts (`**un** !`); of no alphabet. */
const SEAM = '\ue000'

/** Most texts of a page hold none of what is set. */
const marks = /["':;!?«»]|\d[\p{L}\ue000]*[ \n]/u

/** The space of « 10 h », « 8 juillet », « 1er août ». */
const beforeUnit =
  /[ \n](?=\ue000?(?:h|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?![\p{L}\p{N}]))(?<=\d(?:er)?\ue000?[ \n])/gu

/** @param text Words alone: no code, no address, no markup. HTML entities are left alone. */
export function typeset(text: string, lang: string): string {
  if (lang !== 'fr' || !marks.test(text)) return text
  // Each begins with the sign that it is about: what may stand before is looked for only there.
  return (
    text
      .replace(/(^|[\s(\ue000—–-])"(?=[^\s"])([^"]{0,400}[^\s"])"(?![\p{L}\p{N}])/gu, '$1«$2»')
      .replace(/'(?<=\p{L}\ue000?')/gu, '’')
      // A word may be typed right up to its mark; a colon or a semicolon then ends it (`a:b`, `&eacute;` do not).
      .replace(/(?=[!?])(?<=[\p{L}\p{M})»]\ue000?)(?=[!?]+(?:[\s»)\ue000]|$))/gu, NARROW)
      .replace(/(?=[:;](?:\s|$))(?<=[\p{L}\p{M})»]\ue000?)(?<!&#?\w{1,31})/gu, NARROW)
      .replace(/(?=[ \u00a0\u202f]{1,3}\ue000?[;:!?»])(?<=[^\s\u202f])[ \u00a0\u202f]{1,3}/gu, NARROW)
      .replace(/«[ \u00a0\u202f]{0,3}(?=\S)/g, `«${NARROW}`)
      .replace(/»(?<=[^\s«\u202f]»)/g, `${NARROW}»`)
      .replace(beforeUnit, NO_BREAK)
      .replace(/[ \n](?=\d\d(?!\d))(?<=\d\ue000?[ \u00a0\u202f]?\ue000?h[ \n])/g, NO_BREAK)
  )
}

/**
 * The program's own French, which is typed with plain spaces: no line begins with a mark or with the end of a number.
 * Less than `typeset`, because it meets commands, headers and what people wrote: it changes no sign but a space.
 */
export function unbroken(text: string): string {
  return text.replace(/ (?=[;:!?»])|(?<=«) |(?<=\d) (?=\d{3}(?!\d))/g, NARROW)
}

/**
 * Sets the words of these tokens, in place. Code, raw HTML, addresses that stand for themselves and words that are
 * marked as another language's stay as they are.
 */
export function typesetTokens(tokens: Token[], lang: string): void {
  if (lang !== 'fr') return
  for (const token of tokens) {
    if (isForeign(token)) continue
    if (token.type === 'table') typesetTable(token as Tokens.Table, lang)
    else if (holdsWords(token)) typesetWords(token.tokens, lang)
    else for (const below of childrenOf(token)) typesetTokens(below, lang)
  }
}

function childrenOf(token: Token): Token[][] {
  const { tokens, items, parts, title } = token as Tokens.Generic
  return [tokens, items, parts, title].filter((each) => Array.isArray(each))
}

function isForeign(token: Token): boolean {
  return token.type !== 'code' && 'lang' in token && typeof token.lang === 'string' && token.lang !== 'fr'
}

function typesetTable({ header, rows }: Tokens.Table, lang: string): void {
  for (const cell of [header, ...rows].flat()) typesetWords(cell.tokens, lang)
}

function holdsWords(token: Token): token is Token & { tokens: Token[] } {
  return ['paragraph', 'heading', 'text'].includes(token.type) && 'tokens' in token && token.tokens !== undefined
}

/** The words of one paragraph, set together: a quote may begin before a bold word and end behind it. */
function typesetWords(tokens: Token[], lang: string): void {
  const texts = textsOf(tokens)
  const set = typeset(texts.map(({ text }) => text).join(SEAM), lang).split(SEAM)
  if (set.length !== texts.length) return
  for (const [n, token] of texts.entries()) token.text = set[n] ?? token.text
}

function textsOf(tokens: Token[]): { text: string }[] {
  return tokens.flatMap((token): { text: string }[] => {
    if (token.type === 'text' && !(token as Tokens.Text).escaped) return [token as Tokens.Text]
    // Something that is no word stands between two texts, too.
    if (isOpaque(token) || isForeign(token)) return [{ text: '\ufffc' }]
    return textsOf('tokens' in token ? (token.tokens ?? []) : [])
  })
}

function isOpaque(token: Token): boolean {
  if (token.type !== 'link') return !('tokens' in token && token.tokens)
  const { text, href } = token as Tokens.Link
  return [text, `http://${text}`, `mailto:${text}`].includes(href)
}
