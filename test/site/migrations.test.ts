import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { projectRoot } from '../../cli/project'

const folder = join(projectRoot, 'worker/migrations')
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort()
const sql = (name: string) => readFileSync(join(folder, name), 'utf8')

/** SQLite, with the first so many migrations and rows in every table that they make. */
function databaseBefore(count: number): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  db.exec('PRAGMA foreign_keys = ON')
  for (const name of names.slice(0, count)) db.exec(sql(name))
  db.exec(rows)
  return db
}

/** Written for the first schema; what a later migration adds has defaults, or these rows could not be there. */
const rows = `
INSERT INTO notes (seq, id, page, status, change_id, waiting_revision, waiting_since, licence, consented_at, created_at)
  VALUES (1, 'attend', '/a/', 'pending', 'c1', 1, '2022', 'CC-BY-SA-4.0', '2022', '2022');
INSERT INTO notes (seq, id, page, status, change_id, number, published_revision, licence, consented_at, created_at, published_at)
  VALUES (2, 'paraît', '/a/', 'published', 'c2', 1, 1, 'CC-BY-SA-4.0', '2022', '2022', '2022');
INSERT INTO notes (seq, id, page, status, change_id, licence, consented_at, created_at, erased_at)
  VALUES (3, 'retirée', '/a/', 'withdrawn', 'c3', 'CC-BY-SA-4.0', '2022', '2022', '2022');
INSERT INTO revisions (note_id, number, body, author, search, created_at)
  VALUES ('attend', 1, 'Texte.', 'Goéland', 'texte', '2022'), ('paraît', 1, 'Texte.', NULL, 'texte', '2022');
INSERT INTO revisions (note_id, number, created_at, erased_at) VALUES ('retirée', 1, '2022', '2022');
INSERT INTO decisions (id, note_id, action, moderator, version, revision, from_status, to_status, at)
  VALUES ('c2', 'paraît', 'approve', 'Naïg', 2, 1, 'pending', 'published', '2022');
INSERT INTO receipts (hash, note_id) VALUES ('h1', 'attend'), ('h2', 'paraît'), ('h3', 'retirée');
INSERT INTO reports (id, note_id, reason, created_at) VALUES ('r1', 'paraît', 'Faux.', '2022');
INSERT INTO outbox (key, wanted, published) VALUES ('note/paraît', 2, 2);
INSERT INTO moderators (name, key_hash, organiser, created_at) VALUES ('Naïg', 'k1', 1, '2022');
INSERT INTO sessions (hash, moderator, created_at, last_seen_at, expires_at) VALUES ('s1', 'Naïg', '2022', '2022', '2023');
INSERT INTO device_sends (hash, at) VALUES ('d1', '2022');
INSERT INTO page_search (address, title, body, search_title, search, source) VALUES ('/a/', 'A', 'Texte.', 'a', 'texte', 'x');`

function tablesOf(db: DatabaseSync): string[] {
  const all = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`).all()
  return all.map(({ name }) => String(name))
}

const later = names.slice(1).map((name, n): [string, number] => [name, n + 1])

test.each(later)('%s leaves every row of the schema before it as it was', (name, before) => {
  const db = databaseBefore(before)
  const tables = tablesOf(db)
  const columns = new Map(
    tables.map((table) => [
      table,
      db
        .prepare(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map((row) => `"${row.name}"`),
    ]),
  )
  const read = () => tables.map((table) => [table, db.prepare(`SELECT ${columns.get(table)} FROM ${table}`).all()])
  const former = read()
  db.exec(sql(name))
  expect(read()).toEqual(former)
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
})

test('names that were taken off before it are known up to the same revision as before', () => {
  const db = databaseBefore(names.indexOf('0008_names_erased.sql'))
  db.exec(`INSERT INTO outbox (key) VALUES ('erased/paraît'), ('erased/attend'), ('erased/retirée');
    INSERT INTO revisions (note_id, number, body, created_at) VALUES ('paraît', 2, 'Retouche.', '2022');
    INSERT INTO revisions (note_id, number, body, author, created_at) VALUES ('paraît', 3, 'Signée.', 'Sterne', '2022');
    UPDATE notes SET latest_revision = 3 WHERE id = 'paraît'`)
  db.exec(`UPDATE revisions SET author = NULL WHERE note_id = 'attend'`)
  db.exec(sql('0008_names_erased.sql'))
  const known = db.prepare('SELECT id, names_erased_up_to AS upTo FROM notes ORDER BY seq').all()
  expect(known.map(({ id, upTo }) => [id, upTo])).toEqual([
    ['attend', 1],
    ['paraît', 2],
    ['retirée', null],
  ])
})

test.each(later)('after %s history is still append-only, and counts go on', (_, before) => {
  const db = databaseBefore(before)
  for (const name of names.slice(before)) db.exec(sql(name))
  expect(() => db.exec('DELETE FROM decisions')).toThrow('append-only')
  expect(() => db.exec(`UPDATE revisions SET body = 'Autre.'`)).toThrow('append-only')
  db.exec(`UPDATE notes SET status = 'rejected' WHERE id = 'paraît'`)
  expect(db.prepare('SELECT published FROM page_counts').get()).toEqual({ published: 0 })
})
