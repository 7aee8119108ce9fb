import type { KVNamespace } from '@cloudflare/workers-types'
import { logFault } from '../log'
import { jsonOrNull } from '../site/json-or-null'
import { Memory } from '../site/memory'
import { FRESH_MS, LAST_GOOD_MS } from '../site/read-index'
import { weightOfText } from '../site/shelf'
import { Unavailable } from '../site/unavailable'

/**
 * A value of publishing's as this isolate holds it. The same object for as long as the value is the same.
 * `wanted` is the outbox's count that it was written for: a higher one is newer. `bytes`: about what it takes in memory.
 * `seenAt`: when it was rendered, or last found in KV.
 */
export type Held<T> = { wanted: number; value: T | null; bytes: number; seenAt: number }

/** For all values: a fifth of an isolate's 128 MB, which also composes documents within half of them. */
const ROOM_BYTES = 24 << 20

const memory = new Memory<Held<unknown>>({
  freshMs: FRESH_MS,
  lastGoodMs: LAST_GOOD_MS,
  room: ROOM_BYTES,
  weigh: ({ bytes }) => bytes,
  nothings: { are: ({ value }) => value === null, room: 2_000 },
})

/** Whoever asks for what does not exist gets this one, so that asking for more and more of it takes the memory's names alone. */
const nothing: Held<never> = { wanted: 0, value: null, bytes: 0, seenAt: 0 }

/** Twice what KV may take to show a write (`SETTLED_MS`). */
const FORGOTTEN_AFTER_MS = 2 * 60_000

/** @throws Unavailable when it is damaged: `repair` writes it again. */
function held(key: string, text: string, wanted: number): Held<unknown> {
  const value = jsonOrNull(text)
  if (value === null) throw new Unavailable(`The published value ${key} is damaged.`)
  return { wanted, value, bytes: weightOfText(text), seenAt: Date.now() }
}

/** @param wanted Of the value that KV holds; null: it holds none, as long ago before a write as after a value was taken away. */
function isOutdone(remembered: Held<unknown>, wanted: number | null): boolean {
  return wanted === null ? Date.now() - remembered.seenAt > FORGOTTEN_AFTER_MS : wanted > remembered.wanted
}

/** A value while the memory needs not ask KV for it. */
export function freshPublished<T>(key: string): Held<T> | undefined {
  return memory.fresh(key, Date.now()) as Held<T> | undefined
}

/** A value as this isolate last saw it, however long ago. */
export function lastPublished<T>(key: string): Held<T> | undefined {
  return memory.peek(key) as Held<T> | undefined
}

/**
 * One KV read at most. A value that this isolate knows to be newer than what KV still serves is kept: KV may be a
 * minute behind, and a note that is gone must not come back meanwhile.
 * @throws Unavailable when KV fails and nothing good is remembered.
 */
export async function readPublished<T>(pages: KVNamespace, key: string): Promise<Held<T>> {
  const load = async (remembered: Held<unknown> | undefined): Promise<Held<unknown>> => {
    const { value, metadata } = await pages.getWithMetadata<{ wanted: number }>(key, 'text').catch((cause: unknown) => {
      throw new Unavailable(`The published value ${key} could not be read from KV.`, { cause })
    })
    const wanted = value === null ? null : (metadata?.wanted ?? 0)
    if (remembered && !isOutdone(remembered, wanted)) {
      if (wanted === remembered.wanted) remembered.seenAt = Date.now()
      return remembered
    }
    return value === null ? nothing : held(key, value, wanted ?? 0)
  }
  const onFault = (error: unknown) => logFault('notes served from memory', error)
  return (await memory.read(key, Date.now(), load, onFault)) as Held<T>
}

/**
 * Up to 100 values, in the order asked for: in one KV read, or in several when they are large; not remembered, but one that
 * this isolate knows to be newer stands in for KV's. Null: there is no such value, or a damaged one.
 * @throws Unavailable when KV fails.
 */
export async function readPublishedMany<T>(pages: KVNamespace, keys: string[]): Promise<(T | null)[]> {
  if (keys.length === 0) return []
  const values = await readTogether<T>(pages, keys)
  return keys.map((key) => {
    const { value = null, metadata = null } = values.get(key) ?? {}
    const remembered = lastPublished<T>(key)
    return remembered && !isOutdone(remembered, value === null ? null : (metadata?.wanted ?? 0))
      ? remembered.value
      : value
  })
}

type FromKv<T> = Map<string, Found<T>>

/** What KV says when values weigh more than 25 MB together; one alone never does. */
const TOO_LARGE_TOGETHER = /GET_BULK failed: 413/

/** Values as KV has them, in one read, or in several when they are large. @throws Unavailable when KV fails. */
export async function readTogether<T>(pages: KVNamespace, keys: string[]): Promise<FromKv<T>> {
  try {
    // One that is damaged, asked for as JSON, would take all others with it.
    const texts = await pages.getWithMetadata<{ wanted: number }>(keys, 'text')
    return new Map([...texts].map(([key, found]) => [key, read<T>(key, found)]))
  } catch (cause) {
    if (keys.length === 1 || !TOO_LARGE_TOGETHER.test(String(cause))) {
      throw new Unavailable('Published values could not be read from KV.', { cause })
    }
    const half = Math.ceil(keys.length / 2)
    const parts = [keys.slice(0, half), keys.slice(half)]
    const [first = [], second = []] = await Promise.all(parts.map((part) => readTogether<T>(pages, part)))
    return new Map([...first, ...second])
  }
}

type Found<T> = { value: T | null; metadata: { wanted: number } | null }

/** @param found Null, whatever KV's types say: there is none. */
function read<T>(key: string, found: Found<string> | null): Found<T> {
  const text = found?.value ?? null
  const value = jsonOrNull<T>(text)
  if (text !== null && value === null) logFault('a published value is damaged', `${key} is no JSON.`)
  return { value, metadata: found?.metadata ?? null }
}

/** What was just rendered from D1: visits to this isolate see it from now on, even when writing it to KV fails. */
export function rememberPublished(key: string, value: string, wanted: number): void {
  memory.remember(key, held(key, value, wanted), Date.now())
}
