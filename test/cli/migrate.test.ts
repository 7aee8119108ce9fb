import { expect, test } from 'vitest'
import { knownMigrations, migrateHere } from '../../cli/migrations'
import { startSite } from '../support/harness'

test('two commands that bring a base up to date at once both succeed', async () => {
  const site = await startSite()
  const { DB } = site.env
  try {
    await DB.batch([
      DB.prepare('DROP INDEX revisions_signed'),
      DB.prepare('ALTER TABLE notes DROP COLUMN names_erased_up_to'),
      DB.prepare(`DELETE FROM d1_migrations WHERE name > '0008'`),
    ])
    await Promise.all([migrateHere(DB), migrateHere(DB)])
    const { results } = await DB.prepare('SELECT name FROM d1_migrations ORDER BY id').all<{ name: string }>()
    expect(results.map(({ name }) => name)).toEqual(await knownMigrations())
  } finally {
    await site.close()
  }
})
