import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { CommandError } from './command'
import { openPlatform, persistencePath, remoteConfig } from './platform'
import { projectRoot, stateDirectory } from './project'
import { wrangler } from './wrangler'

/** The migrations of this program, oldest first. */
export async function knownMigrations(): Promise<string[]> {
  const names = await readdir(join(projectRoot, 'worker/migrations'))
  return names.filter((name) => name.endsWith('.sql')).sort()
}

/**
 * Brings the database to this program's tables; a missing one is made.
 * @throws CommandError when a newer program has written to it: this one would not understand it.
 */
export async function migrate({ remote }: { remote: boolean }): Promise<void> {
  if (remote) {
    await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote', '--env', '', '--config', await remoteConfig()])
    return
  }
  if (existsSync(join(persistencePath(), 'd1')) && (await missingMigrations()).length === 0) return
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', stateDirectory()], { quiet: true })
}

/** What the database on this machine lacks. @throws CommandError when it has more than this program knows. */
async function missingMigrations(): Promise<string[]> {
  const { DB, dispose } = await openPlatform({ remote: false })
  try {
    const known = await knownMigrations()
    const applied = await appliedMigrations(DB)
    const unknown = applied.filter((name) => !known.includes(name))
    if (unknown.length === 0) return known.filter((name) => !applied.includes(name))
    throw new CommandError(
      `Les données de ${stateDirectory()} viennent d’une version plus récente de Kesako (${unknown.join(', ')}). Mettez le programme à jour, ou choisissez un autre STATE_DIR. Rien n’a été changé.`,
    )
  } finally {
    await dispose()
  }
}

/** Empty: the database has no tables yet. */
export async function appliedMigrations(db: D1Database): Promise<string[]> {
  const table = await db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'd1_migrations'`).first()
  if (table === null) return []
  const { results } = await db.prepare('SELECT name FROM d1_migrations ORDER BY id').all<{ name: string }>()
  return results.map(({ name }) => name)
}
