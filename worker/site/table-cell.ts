import type { Tokens } from 'marked'

/** A cell of a table in Markdown, whose headers stand above columns; a class says which side its text keeps to. */
export function tableCell({ header, align }: Tokens.TableCell, content: string): string {
  const side = align ? ` class="${align}"` : ''
  return header ? `<th scope="col"${side}>${content}</th>\n` : `<td${side}>${content}</td>\n`
}
