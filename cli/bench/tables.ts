import type { Figure } from './measures'

/**
 * A document whose tables of figures are those that were measured. Each stands between `<!-- bench PATTERN -->` and
 * `<!-- /bench -->` and shows the figures whose name matches.
 */
export function withTables(markdown: string, figures: Figure[]): string {
  return markdown.replace(/(?<=<!-- bench (.+) -->\n)[\s\S]*?(?=<!-- \/bench -->)/g, (_, pattern: string) =>
    table(figures.filter(({ name }) => new RegExp(pattern).test(name))),
  )
}

function table(figures: Figure[]): string {
  const rows = figures.map(
    ({ name, value, unit, ratio, goal = '' }) => `| ${name} | ${value} ${unit} | ${ratio ?? ''} | ${goal} |\n`,
  )
  return `\n| | measured | of a bare Worker | goal |\n| --- | --- | --- | --- |\n${rows.join('')}\n`
}
