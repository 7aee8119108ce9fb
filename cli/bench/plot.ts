import type { Figure } from './measures'

const WIDTH = 560
const HEIGHT = 240
const LEFT = 60
const BOTTOM = 200
const TOP = 30
const STEP = 125

/**
 * How a view and an approval cost when a page has ten times more notes, and again: two lines that should be level.
 * @returns SVG; null when that was never measured.
 */
export function growthPlot(figures: Figure[]): string | null {
  const series = (deed: 'view' | 'approve') =>
    figures
      .flatMap(({ name, value, ratio }) => {
        const notes = new RegExp(`^${deed}, (\\d+) notes on the page$`).exec(name)?.[1]
        return notes === undefined ? [] : [{ notes: Number(notes), value: ratio ?? value }]
      })
      .sort((a, b) => a.notes - b.notes)
  const views = series('view')
  const approvals = series('approve')
  if (views.length === 0) return null
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="A view and an approval by the number of notes on the page">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fbf9f4"/>
<path d="M${LEFT} ${TOP}V${BOTTOM}H${WIDTH - 20}" fill="none" stroke="#6b777a"/>
${views.map(({ notes }, n) => `<text x="${x(n)}" y="${BOTTOM + 18}" text-anchor="middle" fill="#1b2326">${notes}</text>`).join('\n')}
<text x="${WIDTH / 2}" y="${BOTTOM + 36}" text-anchor="middle" fill="#4c585c">notes on the page</text>
${line(views, '#00596b', (value) => `${value} × bare`, { rise: 0.8, labelAt: -8 })}
${line(approvals, '#7a4b00', (value) => `${value} ms`, { rise: 0.55, labelAt: 18 })}
<text x="${LEFT + 8}" y="${TOP - 10}" fill="#00596b">view: rate against a bare Worker</text>
<text x="${LEFT + 220}" y="${TOP - 10}" fill="#7a4b00">approve: ms until it is visible</text>
</svg>
`
}

function x(place: number): number {
  return LEFT + 50 + place * STEP
}

/**
 * Each line has a scale of its own, from nothing up.
 * @param place `rise`: how high its highest point stands, of 1; `labelAt`: below a point, in units of the picture.
 */
function line(
  points: { value: number }[],
  colour: string,
  label: (value: number) => string,
  { rise, labelAt }: { rise: number; labelAt: number },
): string {
  const most = Math.max(...points.map(({ value }) => value), Number.MIN_VALUE)
  const y = (value: number) => Math.round(BOTTOM - (value / most) * rise * (BOTTOM - TOP))
  const path = points.map(({ value }, n) => `${n === 0 ? 'M' : 'L'}${x(n)} ${y(value)}`).join('')
  const labels = points.map(
    ({ value }, n) =>
      `<circle cx="${x(n)}" cy="${y(value)}" r="3" fill="${colour}"/><text x="${x(n)}" y="${y(value) + labelAt}" text-anchor="middle" fill="${colour}">${label(value)}</text>`,
  )
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>\n${labels.join('\n')}`
}
