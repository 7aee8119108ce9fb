import type { D1PreparedStatement } from '@cloudflare/workers-types'
import type { Env } from '../../worker/env'
import worker from '../../worker/index'

/**
 * The real Worker behind bindings that count their calls, and fail when a request asks for it:
 * - `X-Test-Faults: DB,PAGES.put`: every call of D1, and every write to KV, fails;
 * - `X-Test-Fault-At: 3 refused`: the third call of any store fails and does nothing;
 * - `X-Test-Fault-At: 3 lost`: the third call does its work and its answer is lost on the way.
 * The answer's `X-Test-Calls` tells what was called.
 */
export default {
  ...worker,
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const calls: Record<string, number> = {}
    const watch = watcherFor(request.headers, calls)
    const instrumented: Env = { ...env, PAGES: watchPages(env.PAGES, watch), DB: watchDatabase(env.DB, watch) }
    const response = await worker.fetch(request, instrumented, ctx)
    const answer = new Response(response.body, response)
    answer.headers.set('X-Test-Calls', JSON.stringify(calls))
    return answer
  },
} satisfies ExportedHandler<Env>

/** Counts a call of a store, and does it, or not. */
type Watch = (store: string, method: string, call: () => unknown) => unknown

function watcherFor(headers: Headers, calls: Record<string, number>): Watch {
  const always = new Set((headers.get('X-Test-Faults') ?? '').split(',').filter(Boolean))
  const [at, how] = (headers.get('X-Test-Fault-At') ?? '').split(' ')
  let done = 0
  return (store, method, call) => {
    const name = `${store}.${method}`
    calls[name] = (calls[name] ?? 0) + 1
    done++
    if (always.has(store) || always.has(name)) return Promise.reject(new Error(`${name} failed on purpose`))
    if (done !== Number(at)) return call()
    if (how === 'refused') return Promise.reject(new Error(`${name} was refused on purpose`))
    return Promise.resolve(call()).then(() => {
      throw new Error(`${name}: Network connection lost.`)
    })
  }
}

function watchPages(pages: Env['PAGES'], watch: Watch): Env['PAGES'] {
  return intercept(pages, (method, call) => watch('PAGES', method, call))
}

/** A statement is made at once and asks the database only when it is run. */
function watchDatabase(db: Env['DB'], watch: Watch): Env['DB'] {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const watchStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = intercept(statement, (method, call) =>
      method === 'bind' ? watchStatement(call() as D1PreparedStatement) : watch('DB', method, call),
    )
    originals.set(watched, statement)
    return watched
  }
  return new Proxy(db, {
    get(target, property) {
      if (property === 'prepare') return (sql: string) => watchStatement(target.prepare(sql))
      if (property === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          watch('DB', 'batch', () => target.batch(statements.map((each) => originals.get(each) ?? each)))
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
