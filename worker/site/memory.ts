import { Shelf } from './shelf'

/** What an isolate keeps between visits, so that most of them ask no store at all. Bounded as a `Shelf` is. */
export class Memory<T> {
  readonly #values: Shelf<Entry<T>>
  readonly #nothings: Shelf<Entry<T>>

  constructor(
    private readonly limits: {
      /** How long an answer is given without asking the store again, in ms. */
      freshMs: number
      /** How long the last good answer may stand in for a store that fails, in ms. */
      lastGoodMs: number
      /** What all values may weigh together; without `weigh`, how many they are. */
      room: number
      weigh?: (value: T) => number
      /** Values that only say that there is none: so many of them, and they push out no other. */
      nothings?: { are: (value: T) => boolean; room: number }
    },
  ) {
    const { room, weigh, nothings } = limits
    this.#values = new Shelf({ room, weigh: weigh && (({ value }) => weigh(value)) })
    this.#nothings = new Shelf({ room: nothings?.room ?? 0 })
  }

  /**
   * The value, from memory while it is fresh, else from `load`. While one visit asks the store again, the others
   * get the old value. A store that fails is answered for by the last good value, with `onFault` told. Neither when that
   * is older than `lastGoodMs`.
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
    const entry = this.#get(key)
    if (entry && this.#mayStandIn(entry, now)) entry.freshUntil = now + this.limits.freshMs
    try {
      const value = await load(entry?.value)
      const told = this.#get(key)
      // What came in while this was being read is newer than it.
      if (told && told !== entry) return told.value
      this.#keep(key, value, now)
      return value
    } catch (error) {
      const last = this.#get(key)
      if (!last || !this.#mayStandIn(last, now)) throw error
      onFault(error)
      return last.value
    }
  }

  #mayStandIn({ goodAt }: Entry<T>, now: number): boolean {
    return now - goodAt <= this.limits.lastGoodMs
  }

  /** The value while it needs no asking. One that would be fresh for longer than any was kept before the clock was put back. */
  fresh(key: string, now: number): T | undefined {
    const entry = this.#values.use(key) ?? this.#nothings.use(key)
    return entry && now < entry.freshUntil && entry.freshUntil <= now + 2 * this.limits.freshMs
      ? entry.value
      : undefined
  }

  /** What is known to be true now, whatever a read that is under way will find. */
  remember(key: string, value: T, now: number): void {
    this.#keep(key, value, now)
  }

  /** What is remembered, however old. */
  peek(key: string): T | undefined {
    return this.#get(key)?.value
  }

  #get(key: string): Entry<T> | undefined {
    return this.#values.get(key) ?? this.#nothings.get(key)
  }

  #keep(key: string, value: T, now: number): void {
    const isNothing = this.limits.nothings?.are(value) ?? false
    const [shelf, other] = isNothing ? [this.#nothings, this.#values] : [this.#values, this.#nothings]
    other.delete(key)
    shelf.put(key, { value, goodAt: now, freshUntil: now + this.limits.freshMs })
  }
}

type Entry<T> = { value: T; goodAt: number; freshUntil: number }
