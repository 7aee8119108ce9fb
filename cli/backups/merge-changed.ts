import { lineOf, type Row, type Value } from '../../worker/backup/format'
import { type SavedTable, savedTables } from '../../worker/backup/tables'

/**
 * The rows of a backup in the order of their tables and keys, the rows of changed notes in their present state: the same
 * database gives the same bytes, whether somebody wrote to it meanwhile or not.
 * @param lines Rows as they were read, table after table, each in the order of its key.
 * @param changed Notes of which `lines` holds an older state.
 * @param fresh Table → rows in the order of their key: the changed notes', and all of a short table.
 */
export async function* mergeChanged(
  lines: AsyncIterable<{ text: string }>,
  changed: Set<string>,
  fresh: Map<string, Row[]>,
): AsyncGenerator<string> {
  const order = savedTables.map(({ name }) => name)
  let place = 0
  let waiting = newestFirst(fresh, order[0])
  for await (const { text } of lines) {
    const { table, row } = JSON.parse(text) as { table: string; row: Row }
    for (; order[place] !== table; waiting = newestFirst(fresh, order[++place])) yield* linesFrom(waiting, order[place])
    const { key, note } = savedTables[place] as SavedTable
    if (note !== undefined && changed.has(String(row[note]))) continue
    while (comesBefore(waiting.at(-1), row, key)) yield* linesFrom(waiting.splice(-1), table)
    yield `${text}\n`
  }
  for (; place < order.length; waiting = newestFirst(fresh, order[++place])) yield* linesFrom(waiting, order[place])
}

/** A stack: the next row is its last. */
function newestFirst(fresh: Map<string, Row[]>, table = ''): Row[] {
  return (fresh.get(table) ?? []).toReversed()
}

function* linesFrom(waiting: Row[], table = ''): Generator<string> {
  for (const row of waiting.toReversed()) yield lineOf(table, row)
}

function comesBefore(a: Row | undefined, b: Row, key: string[]): boolean {
  if (!a) return false
  for (const column of key) {
    const [one, other] = [a[column] ?? null, b[column] ?? null]
    if (one !== other) return isLess(one, other)
  }
  return false
}

/** As SQLite orders: numbers by size, texts by their bytes; ids and hashes are ASCII, so by their letters. */
function isLess(a: Value, b: Value): boolean {
  return a !== null && b !== null && a < b
}
