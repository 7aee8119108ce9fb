/**
 * What in a text deserves a second look before it is published. It points, it decides nothing: a phone number may be
 * the association's own.
 */
export type Finding = {
  kind: 'email' | 'phone' | 'iban' | 'direction' | 'invisible' | 'mixed'
  start: number
  end: number
}

/** In the order of the text; where two would overlap, the first and longer one stands. */
export function lookCloser(body: string): Finding[] {
  const found = patterns.flatMap(([kind, pattern]) =>
    [...body.matchAll(pattern)].map((match) => ({ kind, start: match.index, end: match.index + match[0].length })),
  )
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const standing: Finding[] = []
  for (const finding of found) if (finding.start >= (standing.at(-1)?.end ?? 0)) standing.push(finding)
  return standing
}

/** What may be about a person. Everything else may make the text read otherwise than it is written. */
export function isPersonal({ kind }: Finding): boolean {
  return kind === 'email' || kind === 'phone' || kind === 'iban'
}

/** Whether a host's name is spelled with letters of another alphabet, as a deceiver's may be (RFC 3492). */
export function isOddHost(host: string): boolean {
  return /(^|\.)xn--/.test(host)
}

/** Scripts whose letters change their shape where a joiner, or one that parts, stands between them (Unicode, 23.2). */
const joining = ['Arab', 'Syrc', 'Mand', 'Nkoo', 'Adlm', 'Mong', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu']
  .concat(['Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr', 'Tibt'])
  .map((script) => `\\p{scx=${script}}`)
  .join('')

/** Invisible signs where ordinary writing has them. */
const ordinary = [
  // The soft hyphen, which text editors put in.
  '\\u00ad',
  // Emoji: pictures joined to one, one as text or as picture, keycaps, and flags of regions, named in six tags at most.
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}])[\\ufe0e\\ufe0f]',
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=\\u{1f3f4}[\\u{e0030}-\\u{e007a}]{0,5})[\\u{e0030}-\\u{e007a}\\u{e007f}]',
  `(?<=[${joining}])[\\u200c\\u200d]`,
  // Where a line may break, in scripts that are written without spaces.
  '(?<=[\\p{Script=Khmr}\\p{Script=Thai}\\p{Script=Laoo}\\p{Script=Mymr}])\\u200b',
  // Marks of a direction, beside letters that have one.
  '(?<=[\\p{Script=Hebr}\\p{Script=Arab}][\\s\\p{P}]{0,3})[\\u200e\\u200f]|[\\u200e\\u200f](?=[\\s\\p{P}]{0,3}[\\p{Script=Hebr}\\p{Script=Arab}])',
  // Variants of a character, and a vowel that stands apart.
  '(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{Script=Mongolian})[\\u180b-\\u180f]',
  // A space of Braille.
  '(?<=[\\u2801-\\u28ff])\\u2800|\\u2800(?=[\\u2801-\\u28ff])',
].join('|')

const patterns: [Finding['kind'], RegExp][] = [
  ['email', /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu],
  // ISO 13616: country, check digits, 11 to 30 more, often written in fours.
  ['iban', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g],
  // As they are written in France, or with a country's prefix.
  ['phone', /(?<![\d.,])(?:(?:\+|00)\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d|0[1-9])(?:[ .-]?\d{2}){3,5}(?!\d)/g],
  // Explicit directional formatting: https://unicode.org/reports/tr9/#Explicit_Directional_Embeddings
  ['direction', /[\u202a-\u202e\u2066-\u2069]+/g],
  // No-break spaces are spaces, and none of these; an empty cell of Braille is none either, but shows as little.
  [
    'invisible',
    new RegExp(`(?:(?![\\u202a-\\u202e\\u2066-\\u2069]|${ordinary})[\\p{Default_Ignorable_Code_Point}\\u2800])+`, 'gu'),
  ],
  // A Latin word with Greek or Cyrillic letters in it, or the other way round.
  [
    'mixed',
    /(?<!\p{L})(?=\p{L}*\p{Script=Latin})(?=\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}{2,60}(?!\p{L})/gu,
  ],
]
