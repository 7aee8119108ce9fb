/**
 * What an isolate keeps between visits, so that most of them ask no store at all. Bounded; the entry that was
 * used least recently goes first.
 */
export class Memory<T> {
  readonly #entries = new Map<string, Entry<T>>()
  /** Rises with everything forgotten: a value read before that moment must not be kept after it. */
  #generation = 0

  constructor(
    private readonly limits: {
      /** How long an answer is given without asking the store again, in ms. */
      freshMs: number
      /** How long the last good answer may stand in for a store that fails, in ms. */
      lastGoodMs: number
      maxEntries: number
    },
  ) {}

  /**
   * The value, from memory while it is fresh, else from `load`. While one visit asks the store again, the others
   * get the old value. A store that fails is answered for by the last good value, with `onFault` told.
   * @param load Null: there is no such thing; that is not kept.
   * @throws What `load` throws, when no good value is young enough.
   */
  async read(
    key: string,
    now: number,
    load: () => Promise<T | null>,
    onFault: (error: unknown) => void,
  ): Promise<T | null> {
    const entry = this.#entries.get(key)
    if (entry && now < entry.freshUntil) return this.#touch(key, entry)
    if (entry) entry.freshUntil = now + this.limits.freshMs
    const generation = this.#generation
    try {
      const value = await load()
      if (generation === this.#generation) this.#keep(key, value, now)
      return value
    } catch (error) {
      if (!entry || now - entry.goodAt > this.limits.lastGoodMs || generation !== this.#generation) throw error
      onFault(error)
      return entry.value
    }
  }

  forget(key: string): void {
    this.#generation++
    this.#entries.delete(key)
  }

  #touch(key: string, entry: Entry<T>): T {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  #keep(key: string, value: T | null, now: number): void {
    this.#entries.delete(key)
    if (value === null) return
    this.#entries.set(key, { value, goodAt: now, freshUntil: now + this.limits.freshMs })
    if (this.#entries.size > this.limits.maxEntries) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest)
        break
      }
    }
  }
}

type Entry<T> = { value: T; goodAt: number; freshUntil: number }
