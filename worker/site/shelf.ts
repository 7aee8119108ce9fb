/**
 * Things under their names, bounded by what they weigh together: what was used least recently goes first. Each step takes
 * as long however many there are.
 */
export class Shelf<T> {
  readonly #placed = new Map<string, { thing: T; weight: number }>()
  #weight = 0

  constructor(
    private readonly limits: {
      /** The newest thing stays, even when it alone weighs more. */
      room: number
      /** What a thing weighs; each 1 when this is left out. It is asked once. */
      weigh?: ((thing: T) => number) | undefined
    },
  ) {}

  get(name: string): T | undefined {
    return this.#placed.get(name)?.thing
  }

  /** The same, and it is the last to go now. */
  use(name: string): T | undefined {
    const placed = this.#placed.get(name)
    if (!placed) return undefined
    this.#placed.delete(name)
    this.#placed.set(name, placed)
    return placed.thing
  }

  put(name: string, thing: T): void {
    this.delete(name)
    const weight = this.limits.weigh?.(thing) ?? 1
    this.#placed.set(name, { thing, weight })
    this.#weight += weight
    for (const oldest of this.#placed.keys()) {
      if (this.#weight <= this.limits.room || oldest === name) break
      this.delete(oldest)
    }
  }

  delete(name: string): void {
    this.#weight -= this.#placed.get(name)?.weight ?? 0
    this.#placed.delete(name)
  }
}

/** About what a text takes: V8 keeps two bytes a sign as soon as one of them is not Latin-1, as our apostrophe. */
export function weightOfText(text: string): number {
  return 2 * text.length + 500
}
