/**
 * A text as a `<textarea>` holds it: HTML drops the first line end of one, so a text that begins with one has it twice.
 * https://html.spec.whatwg.org/multipage/grouping-content.html#the-pre-element
 */
export function inTextarea(text: string): string {
  return /^[\r\n]/.test(text) ? `\n${text}` : text
}
