import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBackup } from '../../cli/backups/read-backup'
import { restoreBackup } from '../../cli/backups/restore-backup'
import { writeBackup } from '../../cli/backups/write-backup'
import { knownMigrations } from '../../cli/migrations'
import { finishRestore } from '../../worker/backup/restore'
import { savedTables } from '../../worker/backup/tables'
import { publishAll } from '../../worker/publishing/mend'
import type { RunningSite } from './harness'

const migrations = await knownMigrations()

/** A folder for the backups of a test. */
export class BackupFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<BackupFolder> {
    return new BackupFolder(await mkdtemp(join(tmpdir(), 'kesako-backup-')))
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** @param meanwhile Called after each helping of rows. */
  async save(from: RunningSite, name: string, meanwhile: () => Promise<void> = async () => {}): Promise<string> {
    await writeBackup(from.env.DB, this.file(name), meanwhile)
    return this.file(name)
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true })
  }
}

export async function restoreInto(to: RunningSite, file: string) {
  const restored = await restoreBackup(to.env, await readBackup(file, migrations))
  await publishAll(to.env, () => {})
  await finishRestore(to.env.DB)
  return restored
}

/** A restore whose process ends when so many rows are there. */
export async function cutOffRestore(to: RunningSite, file: string, afterRows: number): Promise<void> {
  await restoreBackup(to.env, await readBackup(file, migrations), (rows) => {
    if (rows > afterRows) throw new Error('power cut')
  })
}

/** A restore whose process ends when all rows are there and some of the notes are shown. */
export async function cutOffShowing(to: RunningSite, file: string): Promise<void> {
  await restoreBackup(to.env, await readBackup(file, migrations))
  await publishAll(to.env, () => {
    throw new Error('power cut')
  })
}

/** An empty database on the same KV, as after a loss. */
export async function lose(where: RunningSite): Promise<void> {
  const { DB } = where.env
  const { results } = await DB.prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`).all<{
    name: string
    sql: string
  }>()
  const order = [...savedTables].reverse().map(({ name }) => name)
  await DB.batch([
    ...results.map(({ name }) => DB.prepare(`DROP TRIGGER ${name}`)),
    ...['sessions', 'outbox', 'page_counts', 'upkeep', ...order].map((name) => DB.prepare(`DELETE FROM ${name}`)),
    ...results.map(({ sql }) => DB.prepare(sql)),
  ])
}
