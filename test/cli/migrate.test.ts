import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { knownMigrations, migrateHere } from '../../cli/migrations'
import { projectRoot } from '../../cli/project'
import { startSite } from '../support/harness'

test('two commands that bring a base up to date at once both succeed', async () => {
  const site = await startSite()
  const { DB } = site.env
  try {
    const last = (await knownMigrations()).at(-1) ?? ''
    const made = (await readFile(join(projectRoot, 'worker/migrations', last), 'utf8')).matchAll(/CREATE (\w+ \w+)/g)
    await DB.batch([
      ...[...made].map(([, what]) => DB.prepare(`DROP ${what}`)),
      DB.prepare('DELETE FROM d1_migrations WHERE name = ?1').bind(last),
    ])
    await Promise.all([migrateHere(DB), migrateHere(DB)])
    const { results } = await DB.prepare('SELECT name FROM d1_migrations ORDER BY id').all<{ name: string }>()
    expect(results.map(({ name }) => name)).toEqual(await knownMigrations())
  } finally {
    await site.close()
  }
})
