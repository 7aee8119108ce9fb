import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { CommandError } from './command'
import { projectRoot, stateDirectory } from './project'
import { remoteConfig } from './remote-stores'
import { wrangler, wranglerApi } from './wrangler'

const folder = join(projectRoot, 'worker/migrations')

/** The migrations of this program, oldest first. */
export async function knownMigrations(): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => name.endsWith('.sql')).sort()
}

/** Brings the deployed site's database to this program's tables. */
export async function migrateRemote(): Promise<void> {
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote', '--env', '', '--config', await remoteConfig()])
}

/**
 * Brings a database on this machine to this program's tables, as `wrangler d1 migrations apply` does, without its two
 * seconds: each file whole or not at all, and its name written down with it.
 * @throws CommandError when a newer program has written to it: this one would not understand it.
 */
export async function migrateHere(db: D1Database): Promise<void> {
  const known = await knownMigrations()
  const applied = await appliedMigrations(db)
  const unknown = applied.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new CommandError(
      `Les données de ${stateDirectory()} viennent d’une version plus récente de Kesako (${unknown.join(', ')}). Mettez le programme à jour, ou choisissez un autre STATE_DIR. Rien n’a été changé.`,
    )
  const missing = known.filter((name) => !applied.includes(name))
  if (missing.length === 0) return
  const { unstable_splitSqlQuery } = await wranglerApi()
  await db.prepare(migrationsTable).run()
  for (const name of missing) {
    const statements = unstable_splitSqlQuery(await readFile(join(folder, name), 'utf8'))
    try {
      await db.batch([
        ...statements.map((sql) => db.prepare(sql)),
        db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name),
      ])
    } catch (error) {
      // Another command was quicker, or the answer was lost.
      if (!(await appliedMigrations(db)).includes(name)) throw error
    }
  }
}

/** wrangler's own. https://developers.cloudflare.com/d1/reference/migrations/ */
const migrationsTable = `
CREATE TABLE IF NOT EXISTS d1_migrations (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** Empty: the database has no tables yet. */
export async function appliedMigrations(db: D1Database): Promise<string[]> {
  if (!(await hasTable(db, 'd1_migrations'))) return []
  const { results } = await db.prepare('SELECT name FROM d1_migrations ORDER BY id').all<{ name: string }>()
  return results.map(({ name }) => name)
}

/** What looks at a database before its first migration, or at an older one, asks this first. */
export async function hasTable(db: D1Database, name: string): Promise<boolean> {
  const table = await db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1`).bind(name).first()
  return table !== null
}
