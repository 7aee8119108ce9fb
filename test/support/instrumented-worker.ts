import type { Env } from '../../worker/env'
import worker from '../../worker/index'

/**
 * The real Worker behind bindings that count their calls, and fail when a test asks for it. A request says how:
 * `X-Test-Faults: PAGES` makes every call of that store throw. The answer's `X-Test-Calls` tells what was called.
 */
export default {
  ...worker,
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const calls: Record<string, number> = {}
    const faults = new Set((request.headers.get('X-Test-Faults') ?? '').split(',').filter(Boolean))
    const instrumented = {
      ...env,
      PAGES: instrument('PAGES', env.PAGES, calls, faults),
      DB: instrument('DB', env.DB, calls, faults),
    }
    const response = await worker.fetch(request, instrumented, ctx)
    const told = new Response(response.body, response)
    told.headers.set('X-Test-Calls', JSON.stringify(calls))
    return told
  },
} satisfies ExportedHandler<Env>

function instrument<T extends object>(name: string, store: T, calls: Record<string, number>, faults: Set<string>): T {
  return new Proxy(store, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const call = `${name}.${String(property)}`
        calls[call] = (calls[call] ?? 0) + 1
        if (faults.has(name)) return Promise.reject(new Error(`${call} failed on purpose`))
        return value.apply(target, args)
      }
    },
  })
}
