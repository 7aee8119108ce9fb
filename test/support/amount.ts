/** How much of something long a test does: a representative slice in `npm test`, all of it in `npm run test:long`. */
export function amount({ slice, whole }: { slice: number; whole: number }): number {
  return isLong ? whole : slice
}

export const isLong = process.env.TEST_LONG === '1'
