/**
 * A note's Markdown as it may stand inside a larger Markdown document, under a heading of its own: its headings go
 * on from there, a block of code that was left open is closed, and raw HTML, which is text here, stays text in
 * programs that would let it through (CommonMark 0.31, 2.4).
 * @param above Depth of the heading that it stands under.
 */
export function nestedSource(body: string, above: number): string {
  const lines: string[] = []
  let fence: string | null = null
  for (const line of body.split('\n')) {
    const opened: string | null = fence === null ? fenceOf(line) : null
    const underlined = fence === null ? depthOfUnderline(line, lines.at(-1)) : 0
    if (underlined > 0) lines.push(nestLine(`${'#'.repeat(underlined)} ${lines.pop()}`, above))
    else lines.push(fence !== null || opened !== null ? line : nestLine(line, above))
    if (fence !== null && closes(line, fence)) fence = null
    else fence ??= opened
  }
  if (fence !== null) lines.push(fence)
  return lines.join('\n')
}

/** https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
function fenceOf(line: string): string | null {
  return /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? null
}

function closes(line: string, fence: string): boolean {
  const mark = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
  return mark?.startsWith(fence) ?? false
}

/** A line of `=` or `-` makes the words above it a heading, https://spec.commonmark.org/0.31.2/#setext-headings. */
function depthOfUnderline(line: string, above: string | undefined): number {
  if (!above || !/^ {0,3}[\p{L}\p{N}«(]/u.test(above)) return 0
  return /^ {0,3}=+[ \t]*$/.test(line) ? 1 : /^ {0,3}-+[ \t]*$/.test(line) ? 2 : 0
}

function nestLine(line: string, above: number): string {
  return line
    .replace(/^( {0,3})(#{1,6})(?=\s|$)/, (_, space: string, signs: string) => {
      return space + '#'.repeat(Math.min(6, above + signs.length))
    })
    .replace(/(?<!\\)<(?=[a-z/!?])(?![a-z][a-z0-9+.-]{1,31}:|[^\s<>@]{1,80}@)/gi, '\\<')
}
