import { describe, expect, test } from 'vitest'
import { Memory } from '../../worker/site/memory'

const limits = { freshMs: 3_000, lastGoodMs: 60_000, maxEntries: 2 }
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

  test('stands in for a store that fails, and the fault is told', async () => {
    const memory = await memoryWith('old')
    const faults: unknown[] = []
    expect(await memory.read('a', 60_000, broken, (fault) => faults.push(fault))).toBe('old')
    expect(faults).toHaveLength(1)
  })

  test('does not stand in for ever', async () => {
    const memory = await memoryWith('old')
    await expect(memory.read('a', 60_001, broken, ignore)).rejects.toThrow('down')
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

  test('is bounded: what was used least recently goes first', async () => {
    const memory = await memoryWith('a')
    await memory.read('b', 1, gives('b'), ignore)
    await memory.read('a', 2, broken, ignore)
    await memory.read('c', 3, gives('c'), ignore)
    expect(await memory.read('a', 4, broken, ignore)).toBe('a')
    await expect(memory.read('b', 4, broken, ignore)).rejects.toThrow('down')
  })
})
