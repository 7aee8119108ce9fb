import type { Figure } from './measures'

/**
 * A document whose tables of figures are those that were measured. Each stands between `<!-- bench PATTERN -->` and
 * `<!-- /bench -->` and shows the figures whose name matches; nothing until one was measured.
 * @param plot Path of the picture that stands above the table whose figures it shows.
 */
export function withTables(markdown: string, figures: Figure[], plot: string | null): string {
  return markdown.replace(/(?<=<!-- bench (.+) -->\n)[\s\S]*?(?=<!-- \/bench -->)/g, (_, pattern: string) =>
    table(
      figures.filter(({ name }) => new RegExp(pattern).test(name)),
      pattern.includes('view') ? plot : null,
    ),
  )
}

function table(figures: Figure[], plot: string | null): string {
  if (figures.length === 0) return ''
  const picture = plot ? `\n![A view and an approval by the number of notes on the page](${plot})\n` : ''
  const rows = figures.map(
    ({ name, value, unit, ratio, goal = '' }) => `| ${name} | ${value} ${unit} | ${ratio ?? ''} | ${goal} |\n`,
  )
  return `${picture}\n| | measured | of a bare Worker | goal |\n| --- | --- | --- | --- |\n${rows.join('')}\n`
}
