import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { renderedOnce } from '../../worker/publishing/rendered-once'
import { Memory } from '../../worker/site/memory'

const limits = { freshMs: 3_000, lastGoodMs: 60_000, room: 2 }
const ignore = () => {}
const broken = () => Promise.reject(new Error('down'))
const gives = (value: string) => () => Promise.resolve(value)

async function memoryWith(value: string): Promise<Memory<string>> {
  const memory = new Memory<string>(limits)
  await memory.read('a', 0, gives(value), ignore)
  return memory
}

describe('what an isolate remembers', () => {
  test('is given without asking again while it is fresh, then asked for', async () => {
    const memory = await memoryWith('old')
    expect(await memory.read('a', 2_999, gives('new'), ignore)).toBe('old')
    expect(await memory.read('a', 3_000, gives('new'), ignore)).toBe('new')
  })

  test('is asked for again when the clock was put back, instead of staying fresh until it has caught up', async () => {
    const memory = await memoryWith('old')
    expect(await memory.read('a', -3_600_000, gives('new'), ignore)).toBe('new')
    expect(await memory.read('a', -3_599_999, broken, ignore)).toBe('new')
  })

  test('stands in for a store that fails, and the fault is told', async () => {
    const memory = await memoryWith('old')
    const faults: unknown[] = []
    expect(await memory.read('a', 60_000, broken, (fault) => faults.push(fault))).toBe('old')
    expect(faults).toHaveLength(1)
  })

  test('does not stand in for ever', async () => {
    const memory = await memoryWith('old')
    for (const now of [60_001, 60_002, 60_003])
      await expect(memory.read('a', now, broken, ignore)).rejects.toThrow('down')
  })

  test('is given to nobody beside whoever asks again, when it is too old to stand in', async () => {
    const memory = await memoryWith('old')
    const slow = Promise.withResolvers<string>()
    const first = memory.read('a', 60_001, () => slow.promise, ignore)
    expect(await memory.read('a', 60_001, gives('new'), ignore)).toBe('new')
    slow.resolve('new')
    expect(await first).toBe('new')
  })

  test('is not asked for twice at once: the others get the old value', async () => {
    const memory = await memoryWith('old')
    const slow = Promise.withResolvers<string>()
    const first = memory.read('a', 5_000, () => slow.promise, ignore)
    expect(await memory.read('a', 5_000, broken, ignore)).toBe('old')
    slow.resolve('new')
    expect(await first).toBe('new')
  })

  test('is what was told last, even for a read that was under way', async () => {
    const memory = await memoryWith('old')
    const slow = Promise.withResolvers<string>()
    const underway = memory.read('a', 5_000, () => slow.promise, ignore)
    memory.remember('a', 'told', 5_000)
    slow.resolve('read before it was told')
    expect(await underway).toBe('told')
    expect(await memory.read('a', 5_001, broken, ignore)).toBe('told')
  })

  test('is what was read, though another thing was told meanwhile', async () => {
    const memory = await memoryWith('old')
    const slow = Promise.withResolvers<string>()
    const underway = memory.read('a', 5_000, () => slow.promise, ignore)
    memory.remember('b', 'told', 5_000)
    slow.resolve('new')
    expect(await underway).toBe('new')
  })

  test('is bounded: what was used least recently goes first', async () => {
    const memory = await memoryWith('a')
    await memory.read('b', 1, gives('b'), ignore)
    await memory.read('a', 2, broken, ignore)
    await memory.read('c', 3, gives('c'), ignore)
    expect(await memory.read('a', 4, broken, ignore)).toBe('a')
    await expect(memory.read('b', 4, broken, ignore)).rejects.toThrow('down')
  })

  test('is bounded by what it weighs, and what alone is too heavy stays until the next', async () => {
    const memory = new Memory<string>({ ...limits, room: 10, weigh: (value) => value.length })
    for (const [key, value] of Object.entries({ a: 'four', b: 'four', c: 'x', d: 'four' }))
      memory.remember(key, value, 0)
    expect(['a', 'b', 'c', 'd'].map((key) => memory.peek(key))).toEqual([undefined, 'four', 'x', 'four'])
    memory.remember('b', 'x', 0)
    memory.remember('e', 'four', 0)
    expect(['b', 'c', 'd', 'e'].map((key) => memory.peek(key))).toEqual(['x', 'x', 'four', 'four'])
    memory.remember('f', 'more than ten', 0)
    expect(['b', 'e', 'f'].map((key) => memory.peek(key))).toEqual([undefined, undefined, 'more than ten'])
    memory.remember('g', 'x', 0)
    expect(['f', 'g'].map((key) => memory.peek(key))).toEqual([undefined, 'x'])
  })

  test('is not pushed out by what says that there is none, nor hidden by it', async () => {
    const memory = new Memory<string>({ ...limits, nothings: { are: (value) => value === '', room: 2 } })
    memory.remember('a', 'a', 0)
    for (const key of ['b', 'c', 'd']) memory.remember(key, '', 0)
    expect(['a', 'b', 'c', 'd'].map((key) => memory.fresh(key, 1))).toEqual(['a', undefined, '', ''])
    memory.remember('c', 'c', 0)
    memory.remember('a', '', 0)
    expect(['a', 'c'].map((key) => memory.fresh(key, 1))).toEqual(['', 'c'])
  })

  test('is bounded for notes that are short to write and long to show', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const used = () => {
      collect()
      return getHeapStatistics().used_heap_size
    }
    // Too deep to be rendered, so it takes no time: it is shown as typed, each quote in five signs.
    const body = `${'>'.repeat(50)} ’${"'".repeat(19_000)}`
    renderedOnce({ id: 'first', revision: 1, body }, 'fr')
    const before = used()
    for (let n = 0; n < 200; n++) renderedOnce({ id: String(n), revision: 1, body }, 'fr')
    expect(used() - before).toBeLessThan(8 << 20)
  })
})
