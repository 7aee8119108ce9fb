import { Lexer, type Token, Tokenizer } from 'marked'

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

/** Taken apart as far as what stands by itself in the queue: paragraphs, items of lists, cells. */
function inParagraphs(body: string): Lexer {
  const tokenizer = new NoteTokenizer()
  const lexer = new Lexer({ gfm: true, breaks: true, tokenizer })
  tokenizer.rules = { ...tokenizer.rules, inline }
  lexer.blockTokens(body, lexer.tokens)
  return lexer
}

const { breaks } = Lexer.rules.inline

/**
 * marked's rules for what stands in a line, but three of them short-sighted: from each sign to the end of a long word or of
 * many spaces, or from each `~` to the end of the paragraph, they took a second for 20,000 characters.
 */
const inline = {
  ...breaks,
  text: shortSighted(breaks.text),
  url: shortSighted(breaks.url),
  // What holds no `~` is passed over at once, as in the rules for `*` and `_`, and not only where the search begins.
  delRDelim: new RegExp(breaks.delRDelim.source.replace('^', ''), breaks.delRDelim.flags),
}

/** Looks no further for the `@` of an e-mail address than its name may be long (RFC 5321, 4.5.3.1.1), nor for a line's end. */
function shortSighted({ source }: RegExp): RegExp {
  return new RegExp(source.replace(/\]\+(?=\(?@)/g, ']{1,64}').replaceAll(' *\\n', ' {0,64}\\n'))
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

/** The work of looking for emphasis, as `MAX_EMPHASIS` counts it. */
function emphasisIn({ inlineQueue }: Lexer): number {
  return inlineQueue.reduce((sum, { src }) => sum + emphasisOf(src), 0)
}

function emphasisOf(text: string): number {
  return count(text, /[*_~]+/g) * count(text, /[*_~]/g)
}

/**
 * Runs of emphasis signs (`*`, `**`, `~~`) of a paragraph times the signs in them, over all paragraphs: from each run marked
 * looks along all that follow. Five hundred bold words in one paragraph are a thousand runs of two thousand signs.
 */
const MAX_EMPHASIS = 2_500_000

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

/** Quotes and lists inside one another; marked overflows its stack at some thousand. */
const MAX_NESTING = 24

/**
 * Signs that open or close emphasis, links or code, in one paragraph: marked compares each with all before it, so its
 * time grows with their square. Five hundred bold words in one paragraph are two thousand signs.
 */
const MAX_DELIMITERS = 3_000

/** Cells of tables in all; each costs a little, and an empty one is a single sign to type. */
const MAX_CELLS = 3_000

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
