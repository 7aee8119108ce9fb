/**
 * The words of finished HTML, for searching and for excerpts: one line, without tags, comments, styles and scripts.
 * A space that does not break is part of the words.
 */
export function plainText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->|<(style|script)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<\/?(?:strong|em|del|ins|a|code|b|i|u|span|abbr|bdi|sub|sup|mark|kbd)\b[^>]*>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#x?[\da-f]+|[a-z]+);/gi, (entity, name: string) => characterOf(name) ?? entity)
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .trim()
}

const BEGINNING_LENGTH = 160

/** The first words of a text. */
export function beginning(text: string): string {
  const part = cutAt(text, BEGINNING_LENGTH)
  return part === text ? text : `${part}…`
}

/**
 * A text up to a length, cut between two words; one endless word at a whole character.
 * @param least What a space must not cut off.
 */
export function cutAt(text: string, length: number, least = 1): string {
  if (text.length <= length) return text
  const end = text.lastIndexOf(' ', length)
  return text.slice(0, end >= least ? end : length).replace(/\p{Cs}$/u, '')
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function characterOf(name: string): string | undefined {
  const number = /^#(x?)([\da-f]+)$/i.exec(name)
  if (!number) return Object.hasOwn(named, name) ? named[name] : undefined
  const code = Number.parseInt(number[2] ?? '', number[1] ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
