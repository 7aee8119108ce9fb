import type { Env } from '../../worker/env'
import worker from '../../worker/index'
import { type Around, interceptStores } from '../../worker/store-calls'

/**
 * The real Worker behind bindings that count their calls, and fail when a request asks for it:
 * - `X-Test-Faults: DB,PAGES.put,FLOOD`: every call of D1, every write to KV, and the flood limit fail;
 *   `silent PAGES.put`: none of these is ever answered; `late DB.batch`: each of these after two seconds;
 * - `X-Test-Fault-At: 3 refused`: the third call of any store fails and does nothing; `DB.batch refused`: the first
 *   of that name;
 *   `lost`: it does its work and its answer is lost on the way; `silent`: it never answers; `late`: it answers after
 *   two seconds.
 * - `X-Test-Budget: 50`: calls after that many fail, as the platform has it for one invocation;
 * - `X-Test-Faults: strict`: KV refuses the second write of a key within a second, as it does at the edge;
 * - `X-Test-Rounds: count`: the answer's header of that name says how often it waited for the stores: once for calls that
 *   are made together, twice for one that needs the answer of another.
 * The answer's `X-Test-Calls` tells what was called; `X-Test-Hashes` how often something was hashed meanwhile, as each page
 * is that is made.
 */
export default {
  ...worker,
  async fetch(request, env, ctx) {
    const calls: Record<string, number> = {}
    const rounds = request.headers.has('X-Test-Rounds') ? new Rounds() : null
    const stepped = rounds ? interceptStores(env, (_store, _method, call) => rounds.through(call)) : env
    const watched = interceptStores(stepped, watcherFor(request.headers, calls))
    const limiter: Env['FLOOD'] = {
      limit: (options) => (isDown('FLOOD', request.headers) ? failing('FLOOD.limit') : env.FLOOD.limit(options)),
    }
    const before = hashes
    const response = await worker.fetch(request, { ...watched, FLOOD: limiter }, ctx)
    const answer = new Response(response.body, response)
    answer.headers.set('X-Test-Calls', JSON.stringify(calls))
    answer.headers.set('X-Test-Hashes', String(hashes - before))
    if (rounds) answer.headers.set('X-Test-Rounds', String(rounds.count))
    return answer
  },
} satisfies ExportedHandler<Env>

let hashes = 0
const { digest } = SubtleCrypto.prototype
SubtleCrypto.prototype.digest = function (...of) {
  hashes++
  return digest.apply(this, of)
}

/** Longer than a request takes, on a busy machine too, from an answer of a store to what it asks next: the edge's cache is asked between. */
const QUIET_MS = 100

/** Lets calls through in step: those that were made by the time that no other is under way. */
class Rounds {
  count = 0
  #waiting: (() => void)[] = []
  #underWay = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  async through<T>(call: () => Promise<T>): Promise<T> {
    await new Promise<void>((go) => {
      this.#waiting.push(go)
      this.#begin()
    })
    try {
      return await call()
    } finally {
      this.#underWay--
      this.#begin()
    }
  }

  #begin(): void {
    clearTimeout(this.#timer)
    if (this.#underWay > 0 || this.#waiting.length === 0) return
    this.#timer = setTimeout(() => {
      this.count++
      const together = this.#waiting.splice(0)
      this.#underWay = together.length
      for (const go of together) go()
    }, QUIET_MS)
  }
}

function watcherFor(headers: Headers, calls: Record<string, number>): Around {
  const [at, how] = (headers.get('X-Test-Fault-At') ?? '').split(' ')
  const budget = Number(headers.get('X-Test-Budget') ?? Number.POSITIVE_INFINITY)
  let done = 0
  return async (store, method, call, args) => {
    const name = `${store}.${method}`
    calls[name] = (calls[name] ?? 0) + 1
    done++
    if (done > budget) throw new Error('Too many API requests by single worker invocation.')
    if (isDown(store, headers) || isDown(name, headers)) return failing(name)
    if (isDown(`silent ${name}`, headers)) return new Promise(() => {})
    if (isDown(`late ${name}`, headers)) return late(call)
    if (isDown('strict', headers) && name === 'PAGES.put') refuseTooSoon(String(args[0]))
    const isAt = at === name ? calls[name] === 1 : done === Number(at)
    if (!isAt) return call()
    switch (how) {
      case 'refused':
        throw new Error(`${name} was refused on purpose`)
      case 'lost':
        await call()
        // As D1 says it: https://developers.cloudflare.com/d1/observability/debug-d1/
        throw new Error(`${name} lost its answer on purpose: Network connection lost.`)
      case 'late':
        return late(call)
      default:
        return new Promise(() => {})
    }
  }
}

function isDown(name: string, headers: Headers): boolean {
  return (headers.get('X-Test-Faults') ?? '').split(',').includes(name)
}

async function failing(name: string): Promise<never> {
  throw new Error(`${name} failed on purpose`)
}

async function late<T>(call: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  return call()
}

/** When each key was last written, by any request to this Worker. */
const written = new Map<string, number>()

/** https://developers.cloudflare.com/kv/api/write-key-value-pairs/#limits-to-kv-writes-to-the-same-key */
function refuseTooSoon(key: string): void {
  const now = Date.now()
  if (now - (written.get(key) ?? 0) < 1_000) throw new Error('KV PUT failed: 429 Too Many Requests')
  written.set(key, now)
}
