import { extname } from 'node:path'
import { type Foreign, markdownLines } from './foreign'

/** What stands in a pad and a note has nothing for; it stays in the text, or is left out with its words kept. */
export function foreignInPad(file: string, text: string): Foreign[] {
  switch (extname(file).toLowerCase()) {
    case '.etherpad':
      return /\["(?:bold|italic|underline|strikethrough|heading)",/.test(text) ? [{ file, line: 1, message: flat }] : []
    case '.html':
    case '.htm':
      return text.split('\n').flatMap((line, n) => found(file, n + 1, line, inHtml))
    case '.txt':
      return []
    default:
      return markdownLines(text).flatMap(({ text: line, number, kind }) =>
        kind === 'code' ? [] : found(file, number, line, kind === 'fence' ? inFences : inMarkdown),
      )
  }
}

const flat = 'la mise en forme (gras, titres…) : l’export HTML du même pad la garde'

type Patterns = [RegExp, string][]

const inMarkdown: Patterns = [
  [/!\[[^\]]*\]\(\s*(?!https?:)[^)]/, 'une image restée sur le serveur du pad : seuls ses mots sont repris'],
  [/!\[[^\]]*\]\(\s*https?:/, 'une image : la note y mène par un lien'],
  [/(?<!!)\[[^\]]*\]\(\s*(?!https?:|mailto:|#)[^)]/, 'un lien relatif : seuls ses mots sont repris'],
  [/\{%\s*\w+/, 'un contenu inséré ({% %}) : il reste en texte'],
  [/^\s*:::/, 'un encadré (:::) : ses marques restent en texte'],
  [/\$\$|\\\[|\\\(/, 'une formule : elle reste en texte'],
  [/<(?:[a-z][a-z0-9]*)(?=[\s>/])[^>@]*>/i, 'du HTML : il reste en texte'],
]

const inFences: Patterns = [
  [/^\s*[`~]{3,}\s*(?:mermaid|graphviz|flow|sequence|abc|plantuml|vega|gantt)/, 'un schéma : il reste en texte'],
]

const inHtml: Patterns = [
  [/<img\b/i, 'une image'],
  [/<table\b/i, 'un tableau : ses cases sont reprises l’une après l’autre'],
  [/<(?:iframe|object|video|audio|embed)\b/i, 'un contenu inséré'],
]

function found(file: string, line: number, text: string, patterns: Patterns): Foreign[] {
  return patterns.filter(([pattern]) => pattern.test(text)).map(([, message]) => ({ file, line, message }))
}
