import { BODY_MAX, lengthOf } from '../../worker/notes/submission'

/**
 * A text in pieces that a note may hold: cut before headings; a section that is still too long before paragraphs, then
 * lines; a line that is too long, where it must be. Headings inside fenced code are none.
 */
export function splitText(text: string, limit = BODY_MAX): string[] {
  if (lengthOf(text) <= limit) return [text]
  return gathered(sections(text), limit)
}

function sections(text: string): string[] {
  const pieces: string[] = ['']
  let fence = ''
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : ''
    if (fence === '' && /^#{1,6}\s/.test(line)) pieces.push('')
    pieces[pieces.length - 1] += line
  }
  return pieces.filter((piece) => piece.trim() !== '')
}

/** The pieces put together again as far as they fit; one that does not is cut finer. */
function gathered(pieces: string[], limit: number, finer = [/(?<=\n\n+)/, /(?<=\n)/]): string[] {
  const notes: string[] = []
  let note = ''
  for (const piece of pieces) {
    if (lengthOf(note + piece) <= limit) {
      note += piece
      continue
    }
    if (note.trim() !== '') notes.push(note.trim())
    note = ''
    if (lengthOf(piece) <= limit) note = piece
    else {
      const [cut, ...rest] = finer
      const parts = cut ? gathered(piece.split(cut), limit, rest) : inChunks(piece, limit)
      notes.push(...parts.slice(0, -1))
      note = `${parts.at(-1) ?? ''}\n\n`
    }
  }
  if (note.trim() !== '') notes.push(note.trim())
  return notes
}

function inChunks(text: string, limit: number): string[] {
  const signs = [...text]
  return Array.from({ length: Math.ceil(signs.length / limit) }, (_, n) =>
    signs.slice(n * limit, (n + 1) * limit).join(''),
  )
}
