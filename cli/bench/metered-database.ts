import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types'

type RowMeter = { rowsRead: number; rowsWritten: number }

/** The same database, which tells what each statement read and wrote, in the units of the platform's price list. */
export function meteredDatabase(db: D1Database, meter: RowMeter): D1Database {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const counted = <T>(result: D1Result<T>) => {
    meter.rowsRead += result.meta.rows_read
    meter.rowsWritten += result.meta.rows_written
    return result
  }
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const all = async () => counted(await statement.all())
    // `first` would tell no cost.
    const first = async (column?: string) => {
      const [row = null] = (await all()).results
      return row && column !== undefined ? row[column] : row
    }
    const bind = (...values: unknown[]) => wrap(statement.bind(...values))
    const wrapped = { bind, all, run: all, first } as unknown as D1PreparedStatement
    originals.set(wrapped, statement)
    return wrapped
  }
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: async (statements: D1PreparedStatement[]) =>
      (await db.batch(statements.map((each) => originals.get(each) ?? each))).map(counted),
  } as unknown as D1Database
}
