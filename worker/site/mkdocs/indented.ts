import type { Token, Tokens } from 'marked'

/**
 * Text with one level of Markdown's indentation, four spaces or a tab, taken off each line.
 * @param indent What stands before it.
 */
export function dedent(text: string, indent = ''): string {
  return text.replace(new RegExp(`^(?:${indent} {4}|\\t)`, 'gm'), '')
}

/** Words that stand in no paragraph, as marked itself has them in a tight list. */
export function words(text: string, tokens: Token[]): Tokens.Text {
  return { type: 'text', raw: text, text, tokens }
}
