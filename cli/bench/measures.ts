/** One figure: what was measured, in which unit, and how it stands against the goal. */
export type Figure = {
  name: string
  value: number
  unit: string
  /** Against a bare Worker in the same run; higher is better. What `--check` compares. */
  ratio?: number
  /** Least and most of the rounds' ratios. */
  spread?: [number, number]
  goal?: string
}

export type Tell = (figure: Figure) => void

/** A ratio this much under the committed one is no noise any more. */
const TOLERANCE = 0.15

/** Those whose ratio to the bare Worker has fallen; what has none depends on the machine. */
export function fallenBelow(committed: Figure[], figures: Figure[]): Figure[] {
  const before = new Map(committed.map(({ name, ratio }) => [name, ratio]))
  return figures.filter(({ name, ratio }) => {
    const old = before.get(name)
    return old !== undefined && ratio !== undefined && ratio < old * (1 - TOLERANCE)
  })
}
