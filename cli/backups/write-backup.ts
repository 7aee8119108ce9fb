import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { D1Database } from '@cloudflare/workers-types'
import { type Header, headerLine, headerOf, linesOf, type Row, type Seal } from '../../worker/backup/format'
import { readAll } from '../../worker/backup/read-all'
import { withDraftsOf } from '../drafts'
import { linesIn } from './lines'
import { mergeChanged } from './merge-changed'

type Progress = (rows: number) => void | Promise<void>

/**
 * Writes a backup: the rows as they are read beside the file, those that changed meanwhile put in their place, then all
 * of it behind its header, and last the file's name. Whatever was there under that name stays until then.
 * @param progress Told the number of rows now and then.
 */
export async function writeBackup(db: D1Database, file: string, progress: Progress): Promise<Seal> {
  const header = await headerOf(db)
  return withDraftsOf(file, ['read', 'merged', 'whole'], async ({ read, merged, whole }) => {
    const { changed, fresh } = await writeRows(db, read, progress)
    await writeLines(merged, mergeChanged(linesIn(read), changed, fresh))
    const seal = await sealOf(header, merged)
    await writeLines(whole, [headerLine(header, seal)])
    await pipeline(createReadStream(merged), createWriteStream(whole, { flags: 'a', flush: true }))
    await rename(whole, file)
    return seal
  })
}

/** @returns The notes that changed while the others were read, and their rows by table. */
async function writeRows(
  db: D1Database,
  path: string,
  progress: Progress,
): Promise<{ changed: Set<string>; fresh: Map<string, Row[]> }> {
  const changed = new Set<string>()
  const fresh = new Map<string, Row[]>()
  async function* unchanged(): AsyncGenerator<string> {
    let rows = 0
    for await (const part of readAll(db)) {
      if ('changed' in part) {
        for (const id of part.changed) changed.add(id)
        continue
      }
      if (changed.size > 0) fresh.set(part.table, part.rows)
      else yield linesOf(part)
      rows += part.rows.length
      await progress(rows)
    }
  }
  await writeLines(path, unchanged())
  return { changed, fresh }
}

function writeLines(path: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  return pipeline(lines, createWriteStream(path, { mode: 0o600 }))
}

async function sealOf(header: Header, path: string): Promise<Seal> {
  const hash = createHash('sha256').update(headerLine(header))
  const counts: Record<string, number> = {}
  for await (const { text } of linesIn(path)) {
    hash.update(`${text}\n`)
    const { table } = JSON.parse(text) as { table: string }
    counts[table] = (counts[table] ?? 0) + 1
  }
  return { counts, sha256: hash.digest('hex') }
}
