import { untilFree } from './busy-stores'
import type { Env } from './env'
import { Unavailable } from './site/unavailable'
import { interceptStores, type StoreName } from './store-calls'

/** What one request asked of a store. */
type StoreUse = { calls: number; ms: number }
export type StoresUse = Record<StoreName, StoreUse>

/** How long a call is waited for, and how long of it is asked again while the store is busy with a command beside us. */
type Patience = { answerMs: number; busyMs: number }

/** A page has a last good copy to fall back on, and its reader a crowded line: no use in waiting longer. */
const forKvRead: Patience = { answerMs: 3_000, busyMs: 300 }

/** What does not come through now does so later, by the outbox. */
const forKvWrite: Patience = { answerMs: 8_000, busyMs: 1_500 }

/** Somebody waits for the answer with a text in hand. Past this it comes back, with a button to try again. */
const forD1: Patience = { answerMs: 8_000, busyMs: 6_000 }

/**
 * The stores as a request uses them: no call is waited for longer than a person would, and all are counted. A call
 * that was given up may still do its work; everything that writes is safe to repeat.
 */
export function patientStores(env: Env, use: StoresUse): Env {
  return interceptStores(env, async (store, method, call) => {
    const start = Date.now()
    try {
      const { answerMs, busyMs } = patienceFor(store, method)
      return await within(answerMs, store, untilFree(busyMs, call))
    } finally {
      use[store].calls++
      use[store].ms += Date.now() - start
    }
  })
}

export function noUse(): StoresUse {
  return { PAGES: { calls: 0, ms: 0 }, DB: { calls: 0, ms: 0 } }
}

function patienceFor(store: StoreName, method: string): Patience {
  if (store === 'DB') return forD1
  return method.startsWith('get') ? forKvRead : forKvWrite
}

async function within<T>(ms: number, store: StoreName, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable(`${store} did not answer within ${ms} ms.`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
