/** For postcss: sanitize-html needs it to parse style attributes, which it is told not to do and which no note has. */
export function parse(): never {
  throw new Error('Style attributes are not parsed here.')
}
