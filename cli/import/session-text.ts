import { nestedSource } from '../../worker/site/note-source'
import { holdsHtml } from '../../worker/site/page-markdown'
import { isHtml, markdownOfHtml } from './html-to-markdown'

/**
 * What a page says of a session, of the texts that a schedule has about it. Whoever proposed the talk wrote them, and a page
 * is trusted: so nothing but Markdown keeps its meaning. A text that is HTML becomes Markdown as far as it can; in any
 * other, HTML and the names of our settings (`placeholders.ts`) stand as they were typed.
 */
export function sessionText(texts: string[]): { text: string; textChanges: string[] } {
  const textChanges = new Set<string>()
  const parts = Array.from(new Set(texts.map((text) => text.replace(/\r\n?/g, '\n').trim())), (text) => {
    const converted = mayHoldHtml(text) ? convertedHtml(text) : null
    if (converted !== null)
      textChanges.add('le HTML de son texte : ce que Markdown sait en dire est repris, le reste ôté')
    return converted ?? text
  })
  const joined = parts.filter(Boolean).join('\n\n')
  const text = withoutHtml(joined)
  if (text !== joined) textChanges.add('du HTML dans son texte : il y reste en texte')
  return { text: text.replace(/\{\{(?= *[a-z.]+ *\}\})/g, '\\{\\{'), textChanges: [...textChanges] }
}

/** Null: it is no HTML, or has levels in levels for which the stack has no room. */
function convertedHtml(text: string): string | null {
  return isHtml(text) ? unlessTooDeep(() => markdownOfHtml(text), null) : null
}

function withoutHtml(markdown: string): string {
  if (!mayHoldHtml(markdown)) return markdown
  const escaped = nestedSource(markdown, 0)
  return mayHoldHtml(escaped) ? markdown.replaceAll('<', '&lt;') : escaped
}

function mayHoldHtml(text: string): boolean {
  return unlessTooDeep(() => holdsHtml(text), true)
}

function unlessTooDeep<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return otherwise
    throw error
  }
}
