/** What an import cannot carry, where it stands: a file of the other program's, and the line. */
export type Foreign = { file: string; line: number; message: string }

/** It may lead out of the folder that was given. @param file Its own name. */
export function symbolicLink(file: string): Foreign {
  return { file, line: 1, message: 'un lien symbolique : copiez à sa place ce vers quoi il mène' }
}

/** As it is said to a person, a line each. */
export function formatForeign(all: Foreign[]): string[] {
  return all
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
    .map(({ file, line, message }) => `${file}:${line}: non repris : ${message}`)
}

/** A line of Markdown, from 1. `fence`: it opens or closes fenced code; `code`: it stands between. */
type MarkdownLine = { text: string; number: number; kind: 'text' | 'code' | 'fence' }

export function markdownLines(text: string): MarkdownLine[] {
  let fence = ''
  return text.split('\n').map((line, n): MarkdownLine => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : ''
    return { text: line, number: n + 1, kind: mark ? 'fence' : fence === '' ? 'text' : 'code' }
  })
}
