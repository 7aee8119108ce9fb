import { sha256Base64 } from './digest'

/**
 * The rules of a stylesheet of ours that something on a page can come to need, and the tokens that those rules name:
 * a page of text carries nothing for tables, programmes or notes.
 * @param css As `style.ts` sends it: no comment, no brace inside a string.
 * @param html Holds all that will stand on the page: what a script or a slot puts there later is not known here.
 */
export function neededStyle(css: string, html: string): string {
  const rules = parsed.get(css) ?? parse(css)
  parsed.set(css, rules)
  const needed = neededRules(rules, namesIn(html))
  const tokens = new Set(needed.match(/(?<=var\()--[a-z]+/g))
  return needed.replace(/(--[a-z]+):[^;}]*;?/g, (token, name) => (tokens.has(name) ? token : ''))
}

/** The CSP source that allows a document's inlined stylesheet and no other: `'sha256-…'` without its quotes. */
export function styleSourceOf(html: string): Promise<string> {
  return sourceOf(/<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '')
}

/** The same of a stylesheet by itself. */
export async function sourceOf(style: string): Promise<string> {
  const source = sources.get(style) ?? `sha256-${await sha256Base64(style)}`
  if (sources.size < STYLES_MAX) sources.set(style, source)
  return source
}

/** Pages need few different sets of rules, so each is hashed once. */
const sources = new Map<string, string>()
const STYLES_MAX = 500

/** A rule with its selectors, or a block with its rules. Neither (`@page`): always kept. */
type Rule = { head: string; body: string; selectors?: Selector[]; rules?: Rule[] }

/** With the elements and `.classes` without which it matches nothing; what else it asks for counts as given. */
type Selector = { text: string; names: string[] }

/** By stylesheet: there are no more than `style.ts` has. */
const parsed = new Map<string, Rule[]>()

function parse(css: string): Rule[] {
  return Array.from(css.matchAll(/([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}/g), ([, head = '', body = '']) => {
    if (head.startsWith('@media')) return { head, body, rules: parse(body) }
    if (head.startsWith('@')) return { head, body }
    const selectors = head.split(/,(?![^(]*\))/).map((text) => ({ text, names: namesOf(text) }))
    return { head, body, selectors }
  })
}

function namesOf(selector: string): string[] {
  return selector.replace(/\[[^\]]*\]|::?[a-z-]+(?:\([^)]*\))?/g, '').match(/\.?[a-z][a-z0-9-]*/g) ?? []
}

function neededRules(rules: Rule[], names: Set<string>): string {
  let css = ''
  for (const { head, body, selectors, rules: inner } of rules) {
    if (inner) {
      const needed = neededRules(inner, names)
      if (needed) css += `${head}{${needed}}`
    } else if (selectors) {
      const needed = selectors.filter((selector) => selector.names.every((name) => names.has(name)))
      if (needed.length > 0) css += `${needed.map(({ text }) => text).join(',')}{${body}}`
    } else css += `${head}{${body}}`
  }
  return css
}

function namesIn(html: string): Set<string> {
  // A browser adds the body of a table where none is written.
  const names = new Set(['tbody'])
  for (const [name] of html.matchAll(/(?<=<)[a-z][a-z0-9]*/gi)) names.add(name.toLowerCase())
  for (const [, quoted, apostrophes, bare] of html.matchAll(/\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi)) {
    for (const name of (quoted ?? apostrophes ?? bare ?? '').split(/\s+/)) names.add(`.${name}`)
  }
  return names
}
