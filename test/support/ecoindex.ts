/**
 * EcoIndex of a page view, 0 to 100: quantiles of elements, requests and kilobytes over the HTTP Archive.
 * Tables and formula: cnumr/GreenIT-Analysis `script/ecoIndex.js` (2022) and cnumr/ecoindex_reference.
 * @param kilobytes On the wire, compressed, headers included; 1 kB is 1000 bytes.
 */
export function ecoIndex(elements: number, requests: number, kilobytes: number): number {
  return (
    100 - (5 * (3 * quantile(DOM, elements) + 2 * quantile(REQUESTS, requests) + quantile(KILOBYTES, kilobytes))) / 6
  )
}

function quantile(table: number[], value: number): number {
  const i = table.findIndex((bound, n) => n > 0 && value < bound)
  if (i === -1) return table.length - 1
  const [below = 0, above = 0] = [table[i - 1], table[i]]
  return i - 1 + (value - below) / (above - below)
}

const DOM = [
  ...[0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601],
]
const REQUESTS = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920]
const KILOBYTES = [
  ...[0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06],
  ...[2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26],
]
