import type { D1PreparedStatement } from '@cloudflare/workers-types'
import type { Env } from '../../worker/env'
import worker from '../../worker/index'

/**
 * The real Worker behind bindings that count their calls, and fail when a test asks for it. A request says how:
 * `X-Test-Faults: DB,PAGES.put` makes every call of D1, and every write to KV, fail. The answer's `X-Test-Calls`
 * tells what was called.
 */
export default {
  ...worker,
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const calls: Record<string, number> = {}
    const faults = new Set((request.headers.get('X-Test-Faults') ?? '').split(',').filter(Boolean))
    const told = (store: string, method: string) => {
      const call = `${store}.${method}`
      calls[call] = (calls[call] ?? 0) + 1
      return faults.has(store) || faults.has(call) ? Promise.reject(new Error(`${call} failed on purpose`)) : null
    }
    const instrumented: Env = { ...env, PAGES: watchPages(env.PAGES, told), DB: watchDatabase(env.DB, told) }
    const response = await worker.fetch(request, instrumented, ctx)
    const answer = new Response(response.body, response)
    answer.headers.set('X-Test-Calls', JSON.stringify(calls))
    return answer
  },
} satisfies ExportedHandler<Env>

/** Counts a call; a promise that fails when the call shall. */
type Told = (store: string, method: string) => Promise<never> | null

function watchPages(pages: Env['PAGES'], told: Told): Env['PAGES'] {
  return intercept(pages, (method, call) => told('PAGES', method) ?? call())
}

/** A statement is made at once and asks the database only when it is run. */
function watchDatabase(db: Env['DB'], told: Told): Env['DB'] {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const watchStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = intercept(statement, (method, call) =>
      method === 'bind' ? watchStatement(call() as D1PreparedStatement) : (told('DB', method) ?? call()),
    )
    originals.set(watched, statement)
    return watched
  }
  return new Proxy(db, {
    get(target, property) {
      if (property === 'prepare') return (sql: string) => watchStatement(target.prepare(sql))
      if (property === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          told('DB', 'batch') ?? target.batch(statements.map((each) => originals.get(each) ?? each))
      }
      return Reflect.get(target, property)
    },
  })
}

function intercept<T extends object>(target: T, handle: (method: string, call: () => unknown) => unknown): T {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => handle(String(property), () => value.apply(object, args))
    },
  })
}
