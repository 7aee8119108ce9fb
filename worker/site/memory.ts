/**
 * What an isolate keeps between visits, so that most of them ask no store at all. Bounded; the entry that was
 * used least recently goes first.
 */
export class Memory<T> {
  readonly #entries = new Map<string, Entry<T>>()
  /** Rises with everything told from outside: what was being read at that moment must not replace it. */
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
   * @param load Gets the remembered value, if any; what it returns is kept. A request that may be answered before it has come
   *   to its end holds it by `waitUntil`: what dies on the way has kept the others from asking.
   * @throws What `load` throws, when no good value is young enough.
   */
  async read(
    key: string,
    now: number,
    load: (remembered: T | undefined) => Promise<T>,
    onFault: (error: unknown) => void,
  ): Promise<T> {
    const fresh = this.fresh(key, now)
    if (fresh !== undefined) return fresh
    const entry = this.#entries.get(key)
    if (entry) entry.freshUntil = now + this.limits.freshMs
    const generation = this.#generation
    try {
      const value = await load(entry?.value)
      if (generation !== this.#generation) return this.#entries.get(key)?.value ?? value
      this.#keep(key, value, now)
      return value
    } catch (error) {
      const last = this.#entries.get(key)
      if (!last || now - last.goodAt > this.limits.lastGoodMs) throw error
      onFault(error)
      return last.value
    }
  }

  /** The value while it needs no asking. */
  fresh(key: string, now: number): T | undefined {
    const entry = this.#entries.get(key)
    return entry && now < entry.freshUntil ? this.#touch(key, entry) : undefined
  }

  /** What is known to be true now, whatever a read that is under way will find. */
  remember(key: string, value: T, now: number): void {
    this.#generation++
    this.#keep(key, value, now)
  }

  /** What is remembered, however old. */
  peek(key: string): T | undefined {
    return this.#entries.get(key)?.value
  }

  #touch(key: string, entry: Entry<T>): T {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  #keep(key: string, value: T, now: number): void {
    this.#entries.delete(key)
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
