import { styleSourceOf } from '../../site/needed-style'

/** In the head of a page without a style of its own. */
export const policyWithoutStyle = policyTag('')

/**
 * The beginning of a page with the policy that the site sends as a header: from disk nobody says it. A piece of a page
 * without its beginning stays as it is.
 */
export async function withPolicy(html: string): Promise<string> {
  const beginning = '<meta charset="utf-8"/>'
  if (!html.includes(beginning)) return html
  const tag = policyTag(` style-src '${await styleSourceOf(html)}';`)
  return html.replace(beginning, () => beginning + tag)
}

/** Not every browser counts a file beside the page to `'self'`. */
function policyTag(style: string): string {
  const policy = `default-src 'none';${style} img-src 'self' file: data:; form-action 'none'; base-uri 'none'`
  return `<meta http-equiv="Content-Security-Policy" content="${policy}"/>`
}
