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
