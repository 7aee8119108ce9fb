import type { D1PreparedStatement } from '@cloudflare/workers-types'
import type { Env } from './env'

export type StoreName = 'PAGES' | 'DB'

/** Stands around one call of a store: does it, or not, and answers for it. */
export type Around = (
  store: StoreName,
  method: string,
  call: () => Promise<unknown>,
  args: unknown[],
) => Promise<unknown>

/** The same bindings, with every call of KV and D1 passed through `around`. */
export function interceptStores<E extends Pick<Env, StoreName>>(env: E, around: Around): E {
  const pages = intercept(env.PAGES, (method, call, args) =>
    around('PAGES', method, call as () => Promise<unknown>, args),
  )
  return { ...env, PAGES: pages, DB: interceptDatabase(env.DB, around) }
}

/** A statement is made at once and asks the database only when it is run. */
function interceptDatabase(db: Env['DB'], around: Around): Env['DB'] {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = intercept(statement, (method, call, args) =>
      method === 'bind'
        ? wrap(call() as D1PreparedStatement)
        : around('DB', method, call as () => Promise<unknown>, args),
    )
    originals.set(wrapped, statement)
    return wrapped
  }
  return new Proxy(db, {
    get(target, property) {
      if (property === 'prepare') return (sql: string) => wrap(target.prepare(sql))
      if (property === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          around('DB', 'batch', () => target.batch(statements.map((each) => originals.get(each) ?? each)), [statements])
      }
      return Reflect.get(target, property)
    },
  })
}

function intercept<T extends object>(
  target: T,
  handle: (method: string, call: () => unknown, args: unknown[]) => unknown,
): T {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => handle(String(property), () => value.apply(object, args), args)
    },
  })
}
