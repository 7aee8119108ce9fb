import type { Child } from 'hono/jsx'

/** The `lang` of what stands among words in another language (WCAG 3.1.2); undefined, so none, where they are in the same. */
export function langAmong(around: string, lang: string): string | undefined {
  return lang === around ? undefined : lang
}

/** A title in a line of such words. */
export function titleAmong(around: string, lang: string, title: string): Child {
  return lang === around ? title : <span lang={lang}>{title}</span>
}
