import { BODY_MAX, lengthOf } from '../../worker/notes/submission'

/**
 * A text in pieces that a note may hold: cut before headings; a section that is still too long before paragraphs, then
 * lines; a line that is too long, where it must be. Headings inside fenced code are none.
 */
export function splitText(text: string): string[] {
  if (lengthOf(text) <= BODY_MAX) return [text]
  return gathered(sections(text))
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
function gathered(pieces: string[], finer = [/(?<=\n\n+)/, /(?<=\n)/]): string[] {
  const notes: string[] = []
  let note = ''
  for (const piece of pieces) {
    if (lengthOf(note + piece) <= BODY_MAX) {
      note += piece
      continue
    }
    if (note.trim() !== '') notes.push(note.trim())
    note = ''
    if (lengthOf(piece) <= BODY_MAX) note = piece
    else {
      const [cut, ...rest] = finer
      const parts = cut ? gathered(piece.split(cut), rest) : inChunks(piece)
      notes.push(...parts.slice(0, -1))
      note = `${parts.at(-1) ?? ''}\n\n`
    }
  }
  if (note.trim() !== '') notes.push(note.trim())
  return notes
}

function inChunks(text: string): string[] {
  const signs = [...text]
  return Array.from({ length: Math.ceil(signs.length / BODY_MAX) }, (_, n) =>
    signs.slice(n * BODY_MAX, (n + 1) * BODY_MAX).join(''),
  )
}
