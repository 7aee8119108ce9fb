import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNoRestore } from '../../cli/backups/under-way'
import { writeBackup } from '../../cli/backups/write-backup'
import { headerLine, headerOf, linesOf } from '../../worker/backup/format'
import { readAll } from '../../worker/backup/read-all'
import { beginRestore } from '../../worker/backup/restore'
import { leftOut, savedTables } from '../../worker/backup/tables'
import { reportNote, reportsOf } from '../../worker/notes/reports'
import { addFlag, findSent } from '../../worker/notes/sent-store'
import { amount } from '../support/amount'
import { BackupFolder, cutOffRestore, cutOffShowing, lose, restoreInto } from '../support/backups'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, type SentNote, sendNote, TestModerator } from '../support/people'

let folder: BackupFolder
let site: RunningSite
let elsewhere: RunningSite
let organiser: TestModerator

beforeAll(async () => {
  folder = await BackupFolder.make()
  ;[site, elsewhere] = await Promise.all([startSite(), startSite()])
  await Promise.all([site.publish(pagesWithNotes), elsewhere.publish(pagesWithNotes)])
  organiser = await TestModerator.join(site, 'Naïg', { organiser: true })
})
afterAll(() => Promise.all([site.close(), elsewhere.close(), folder.remove()]))

/** One note in every state, a correction that waits, one that was retouched. */
async function notesOfEveryKind(): Promise<Record<string, SentNote>> {
  const send = (body: string, author = 'Goéland') => sendNote(site, { body, author })
  const notes = {
    pending: await send('Elle attend. « Œuvre » 🌊 \u2028 fin'),
    published: await send('Elle paraît.'),
    returned: await send('Elle est rendue.'),
    rejected: await send('Elle est refusée.'),
    spam: await send('Elle est indésirable.'),
    withdrawn: await send('Elle est retirée.'),
    unpublished: await send('Elle est dépubliée.'),
    corrected: await send('Elle est corrigée.'),
    retouched: await send('Elle est retouchée.'),
  }
  await organiser.decideAll(
    'approve',
    [notes.published, notes.withdrawn, notes.unpublished, notes.corrected].map(({ id }) => id),
  )
  await Promise.all([
    organiser.decide(notes.returned.id, 'return', { reason: 'Pourquoi ?' }),
    organiser.decide(notes.rejected.id, 'reject', { reason: 'Hors sujet.' }),
    organiser.decide(notes.spam.id, 'spam'),
    organiser.decide(notes.unpublished.id, 'unpublish'),
    organiser.decide(notes.retouched.id, 'edit', { body: 'Elle fut retouchée.' }),
  ])
  await site.get(`/api/receipts/${notes.withdrawn.receipt}`, { method: 'DELETE' })
  await revise(notes.corrected, 'Elle est corrigée, deux fois.')
  return notes
}

function revise({ receipt }: SentNote, body: string): Promise<Response> {
  return site.get(`/api/receipts/${receipt}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ body }),
  })
}

describe('a backup restored elsewhere', () => {
  let notes: Record<string, SentNote>
  let file: string
  beforeAll(async () => {
    notes = await notesOfEveryKind()
    file = await folder.save(site, 'all.ndjson')
    await restoreInto(elsewhere, file)
  })

  test('answers every address as before: pages, permalinks, receipts, lists, the journal', async () => {
    const addresses = [
      ...['/seance/', '/autre/', '/api/notes?limit=100'],
      ...Object.values(notes).flatMap(({ id, receipt }) => [
        `/notes/${id}/`,
        `/suivi/${receipt}/`,
        `/api/receipts/${receipt}`,
        `/api/admin/notes/${id}`,
      ]),
      '/api/admin/audit',
      '/api/admin/notes?status=pending',
      '/api/admin/stats',
    ]
    for (const address of addresses) {
      const [before, after] = await Promise.all(
        [site, elsewhere].map((each) => each.get(address, { headers: organiser.headers })),
      )
      expect([address, after?.status, withoutRequestId(await after?.text())]).toEqual([
        address,
        before?.status,
        withoutRequestId(await before?.text()),
      ])
    }
  })

  test('comes from a file that nobody else on the machine may read', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('saved again is the same to the byte', async () => {
    expect(await readFile(await folder.save(elsewhere, 'again.ndjson'), 'utf8')).toBe(await readFile(file, 'utf8'))
  })

  test('gives a new note a reference that was never given', async () => {
    const { reference } = await sendNote(elsewhere)
    expect(Object.values(notes).map((note) => note.reference)).not.toContain(reference)
  })

  test('is refused where notes are already, and changes nothing', async () => {
    const before = await readFile(await folder.save(elsewhere, 'before.ndjson'), 'utf8')
    await expect(restoreInto(elsewhere, file)).rejects.toThrow('n’est pas vide')
    // Nor does it begin when the first of them came between its look and its mark.
    expect(await beginRestore(elsewhere.env.DB, 'sum', new Date().toISOString())).toBe(false)
    await expectNoRestore(elsewhere.env.DB)
    expect(await readFile(await folder.save(elsewhere, 'after.ndjson'), 'utf8')).toBe(before)
  })
})

test('a backup made while notes come and change is one moment of the base, and restores to the same bytes', async () => {
  const tablesWithRows = 4
  const sent: SentNote[] = []
  for (let n = 0; n < tablesWithRows; n++) sent.push(await sendNote(site, { page: '/autre/', body: `Note ${n}` }))
  let step = 0
  const file = await folder.save(site, 'busy.ndjson', async () => {
    const note = sent[step++]
    if (!note) return
    await organiser.decide(note.id, step % 2 ? 'approve' : 'reject')
    await revise(note, `Corrigée au pas ${step}`)
    await sendNote(site, { body: `Arrivée au pas ${step}` })
    if (step === 3 && sent[0]) await site.get(`/api/receipts/${sent[0].receipt}`, { method: 'DELETE' })
  })
  expect(step).toBeGreaterThan(tablesWithRows)
  expect(await readFile(file, 'utf8')).toBe(await readFile(await folder.save(site, 'quiet.ndjson'), 'utf8'))
  expect(await readFile(file, 'utf8')).not.toContain('Corrigée au pas 1')
  await lose(elsewhere)
  await restoreInto(elsewhere, file)
  expect(await readFile(await folder.save(elsewhere, 'busy-again.ndjson'), 'utf8')).toBe(await readFile(file, 'utf8'))
})

test.each([
  ['a report that is closed', 'dismiss'],
  ['a report that is reopened', 'restore'],
  ['a flag that is added', 'flag'],
  ['a receipt that is added', 'receipt'],
])('a backup holds what came last while it was made: %s', async (_, action) => {
  const note = await sendNote(site, { page: '/autre/' })
  await organiser.decide(note.id, 'approve')
  await reportNote(site.env.DB, { noteId: note.id, reason: 'Une personne est citée.', key: note.id }, new Date())
  const [report] = await reportsOf(site.env.DB, note.id, 1)
  if (!report) throw new Error('The report was not stored.')
  if (action === 'restore') await organiser.decide(report.id, 'dismiss', { version: 1 })
  const change = async () => {
    if (action === 'flag') return addFlag(site.env.DB, note.id, 'near:GLAZ-1')
    if (action === 'receipt')
      return findSent(site.env.DB, { id: note.id, idempotencyHash: null, receiptHash: 'second' })
    expect((await organiser.decide(report.id, action, { version: action === 'dismiss' ? 1 : 2 })).status).toBe(200)
  }
  const tablesOfNotes = savedTables.filter((table) => table.note !== undefined).length
  let read = 0
  const file = await folder.save(site, 'last-change.ndjson', async () => {
    if (++read === tablesOfNotes) await change()
  })
  expect(read).toBeGreaterThan(tablesOfNotes)
  expect(await readFile(file, 'utf8')).toBe(await readFile(await folder.save(site, 'after-it.ndjson'), 'utf8'))
})

describe('GET /api/admin/export', () => {
  test('streams what a restore takes', async () => {
    const response = await organiser.get('/api/admin/export')
    expect(response.headers.get('Content-Type')).toContain('application/x-ndjson')
    await writeFile(folder.file('streamed.ndjson'), await response.text())
    await lose(elsewhere)
    await restoreInto(elsewhere, folder.file('streamed.ndjson'))
    const [restored, original] = [await folder.save(elsewhere, 'one.ndjson'), await folder.save(site, 'two.ndjson')]
    expect(await readFile(restored, 'utf8')).toBe(await readFile(original, 'utf8'))
  })

  test('is for organisers alone', async () => {
    const moderator = await TestModerator.join(site, 'Fulmar')
    expect((await moderator.get('/api/admin/export')).status).toBe(403)
    expect((await site.get('/api/admin/export')).status).toBe(401)
  })

  test('a note that changed under the stream comes in its last state', async () => {
    const note = await sendNote(site, { page: '/autre/', body: 'Avant.' })
    const lines: string[] = []
    for await (const part of readAll(site.env.DB)) {
      if ('table' in part && part.table === 'notes' && lines.length === 0) await revise(note, 'Après.')
      lines.push(linesOf(part))
    }
    const header = headerLine(await headerOf(site.env.DB))
    const text = header + lines.join('')
    const counts = countTables(text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    await writeFile(folder.file('moved.ndjson'), `${text}${JSON.stringify({ seal: { counts, sha256 } })}\n`)
    expect(text).toContain('{"changed":')
    await lose(elsewhere)
    await restoreInto(elsewhere, folder.file('moved.ndjson'))
    const [restored, original] = [await folder.save(elsewhere, 'one.ndjson'), await folder.save(site, 'two.ndjson')]
    expect(await readFile(restored, 'utf8')).toBe(await readFile(original, 'utf8'))
  })
})

/** Rows of each table in a backup's text. */
function countTables(text: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [, table = ''] of text.matchAll(/^\{"table":"(\w+)"/gm)) counts[table] = (counts[table] ?? 0) + 1
  return counts
}

describe('what cannot be trusted is refused before anything is written', () => {
  let whole: string
  beforeAll(async () => {
    whole = await readFile(await folder.save(site, 'whole.ndjson'), 'utf8')
    await lose(elsewhere)
  })
  const lines = () => whole.trimEnd().split('\n')
  const newer = /vient d’une version plus récente.*Rien n’a été écrit/
  const damages: [string, () => string, RegExp?][] = [
    ['cut in the middle of a line', () => whole.slice(0, whole.length / 2)],
    ['cut at the end of a line', () => `${lines().slice(0, -1).join('\n')}\n`],
    ['cut after its first line', () => `${lines()[0]}\n`],
    ['cut before its last line end', () => whole.trimEnd()],
    ['one letter changed', () => whole.replace('Elle attend.', 'Elle attent.')],
    ['one line twice', () => whole.replace(lines()[1] ?? '', `${lines()[1]}\n${lines()[1]}`)],
    ['two lines exchanged', () => whole.replace(`${lines()[1]}\n${lines()[2]}`, `${lines()[2]}\n${lines()[1]}`)],
    ['another migration named', () => whole.replace(/"migration":"[^"]+"/, '"migration":"0001_notes.sql"')],
    ['a newer format', () => whole.replace('"format":1', '"format":2'), newer],
    ['a migration of the future', () => whole.replace(/"migration":"[^"]+"/, '"migration":"9999_later.sql"'), newer],
    ['an unknown table', () => whole.replace('{"table":"notes"', '{"table":"sqlite_master"')],
    ['empty', () => ''],
    ['something else', () => '# Bonjour\n'],
  ]
  test.each(damages)('%s', async (_, damaged, said = /Rien n’a été écrit/) => {
    const file = folder.file('damaged.ndjson')
    expect(damaged()).not.toBe(whole)
    await writeFile(file, damaged())
    await expect(restoreInto(elsewhere, file)).rejects.toThrow(said)
    expect(await elsewhere.env.DB.prepare('SELECT count(*) AS n FROM notes').first('n')).toBe(0)
  })
})

test('a restore that was cut off is seen, goes on with its file, and takes no other', async () => {
  const [file, other] = [await folder.save(site, 'first.ndjson'), folder.file('other.ndjson')]
  await sendNote(site)
  await folder.save(site, 'other.ndjson')
  await lose(elsewhere)
  await expect(cutOffRestore(elsewhere, file, 20)).rejects.toThrow('power cut')
  await expect(restoreInto(elsewhere, other)).rejects.toThrow('à moitié')
  expect(await restoreInto(elsewhere, file)).toMatchObject({ resumed: true })
  expect(await readFile(await folder.save(elsewhere, 'whole-again.ndjson'), 'utf8')).toBe(await readFile(file, 'utf8'))
})

test('until every row is in, nobody’s note, report or key takes the place of one that is still to come', async () => {
  const key = { 'Idempotency-Key': 'la-cle-du-dernier-envoi' }
  const { id } = await sendNote(site, { body: 'Envoyée deux fois.' }, key)
  const file = await folder.save(site, 'closed.ndjson')
  await lose(elsewhere)
  await expect(cutOffRestore(elsewhere, file, 1)).rejects.toThrow('power cut')
  const body = 'Envoyée deux fois.'
  const again = await postJson(elsewhere, '/api/notes', { page: '/seance/', body, licence: 'CC-BY-SA-4.0' }, key)
  expect([again.status, again.headers.get('Retry-After')]).toEqual([503, '60'])
  const form = await postForm(elsewhere, '/contribuer/', { page: '/seance/', body, licence: 'on', intent: 'send' })
  expect([form.status, await form.text()]).toEqual([503, expect.stringContaining(body)])
  const { DB } = elsewhere.env
  const revisions = Number(await site.env.DB.prepare('SELECT count(*) AS n FROM notes').first('n')) + 1
  await expect(cutOffRestore(elsewhere, file, revisions)).rejects.toThrow('power cut')
  const noteId = (await DB.prepare(`SELECT id FROM notes WHERE status = 'published'`).first<string>('id')) ?? ''
  const report = await postForm(elsewhere, `/notes/${noteId}/signaler/`, { reason: 'C’est faux.' })
  expect([report.status, report.headers.get('Retry-After')]).toEqual([503, '10'])
  expect(await report.text()).toContain('C’est faux.')
  expect(await elsewhere.env.DB.prepare('SELECT count(*) AS n FROM reports').first('n')).toBe(0)
  await expect(TestModerator.join(elsewhere, 'Enora')).rejects.toThrow('a restore is under way')
  await expect(expectNoRestore(DB)).rejects.toThrow('Une restauration est en cours')
  await restoreInto(elsewhere, file)
  expect(await readFile(await folder.save(elsewhere, 'closed-again.ndjson'), 'utf8')).toBe(await readFile(file, 'utf8'))
  expect(await sendNote(elsewhere, { body }, key)).toMatchObject({ id })
  await expectNoRestore(DB)
})

test.each([
  ['a note under a key of the file', -1, 'notes, seq '],
  ['a report', 1, 'reports, id s-'],
  ['a decision', 1, 'decisions, seq 1'],
  ['a key for a name of the file', 1, 'moderators, name Naïg'],
])('a restore into which an older program let %s says what is missing', async (what, afterRows, missing) => {
  const file = await folder.save(site, 'displaced.ndjson')
  await lose(elsewhere)
  await expect(cutOffRestore(elsewhere, file, afterRows)).rejects.toThrow('power cut')
  const { DB } = elsewhere.env
  await DB.prepare(`DELETE FROM upkeep WHERE what = 'closed'`).run()
  if (what.startsWith('a note')) await sendNote(elsewhere, {}, { 'Idempotency-Key': 'la-cle-du-dernier-envoi' })
  if (what.startsWith('a key')) await TestModerator.join(elsewhere, 'Naïg')
  if (what === 'a report') {
    const noteId = (await DB.prepare(`SELECT id FROM notes WHERE status = 'published'`).first<string>('id')) ?? ''
    await reportNote(DB, { noteId, reason: 'Faux.', key: 'k' }, new Date())
  }
  if (what === 'a decision') {
    await DB.prepare(
      `INSERT INTO decisions (seq, id, note_id, action, moderator, version, revision, from_status, to_status, at)
       SELECT 1, 'other', id, 'spam', 'Enora', 2, 1, 'pending', 'spam', '2022' FROM notes LIMIT 1`,
    ).run()
  }
  await expect(restoreInto(elsewhere, file)).rejects.toThrow(`a pris sa place (${missing}`)
})

test('a restore that was cut off once every row was in goes on with what is left, and wants nothing twice', async () => {
  const { DB } = elsewhere.env
  const [file, other] = [await folder.save(site, 'first.ndjson'), folder.file('other.ndjson')]
  await sendNote(site)
  await folder.save(site, 'other.ndjson')
  await lose(elsewhere)
  await expect(cutOffShowing(elsewhere, file)).rejects.toThrow('power cut')
  const wanted = () =>
    DB.prepare('SELECT key, wanted FROM outbox ORDER BY key')
      .all()
      .then(({ results }) => results)
  const before = await wanted()
  await expect(restoreInto(elsewhere, other)).rejects.toThrow('à moitié')
  expect(await restoreInto(elsewhere, file)).toMatchObject({ resumed: true })
  expect(await wanted()).toEqual(before)
  expect(
    await DB.prepare('SELECT count(*) AS n FROM outbox WHERE published < wanted AND key NOT GLOB ?1')
      .bind('document/*')
      .first('n'),
  ).toBe(0)
  expect(await readFile(await folder.save(elsewhere, 'whole-again.ndjson'), 'utf8')).toBe(await readFile(file, 'utf8'))
  await expect(restoreInto(elsewhere, file)).rejects.toThrow('n’est pas vide')
})

const time = { timeout: amount({ slice: 30_000, whole: 600_000 }) }

test('however many notes there are, each helping is of one size, and all come back', time, async () => {
  const many = amount({ slice: 1_000, whole: 100_000 })
  await lose(elsewhere)
  const { DB } = elsewhere.env
  const upTo = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)'
  await DB.batch(
    [
      `${upTo} INSERT INTO notes (seq, id, page, status, change_id, waiting_revision, waiting_since, licence, consented_at, created_at)
         SELECT i, 'n' || i, '/seance/', 'pending', 'c', 1, '2022', 'CC-BY-SA-4.0', '2022', '2022' FROM n`,
      `${upTo} INSERT INTO revisions (note_id, number, body, search, created_at)
         SELECT 'n' || i, 1, 'Texte ' || i, 'texte ' || i, '2022' FROM n`,
      `${upTo} INSERT INTO receipts (hash, note_id) SELECT 'h' || i, 'n' || i FROM n`,
    ].map((sql) => DB.prepare(sql).bind(many)),
  )
  let longest = 0
  for await (const part of readAll(DB)) if ('rows' in part) longest = Math.max(longest, part.rows.length)
  expect(longest).toBe(1_000)
  const file = await folder.save(elsewhere, 'many.ndjson')
  await lose(elsewhere)
  await restoreInto(elsewhere, file)
  expect(await readFile(await folder.save(elsewhere, 'many-again.ndjson'), 'utf8')).toBe(await readFile(file, 'utf8'))
})

test('a backup keeps the former file until the new one is whole, and leaves nothing beside it', async () => {
  const file = await folder.save(site, 'kept.ndjson')
  const before = await readFile(file, 'utf8')
  const failing = writeBackup(site.env.DB, file, () => {
    throw new Error('disk full')
  })
  await expect(failing).rejects.toThrow('disk full')
  expect(await readFile(file, 'utf8')).toBe(before)
  expect((await readdir(folder.path)).filter((name) => !name.endsWith('.ndjson'))).toEqual([])
})

test('every table of the schema is saved, or named with the reason why not', async () => {
  const { results } = await site.env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'
       AND name <> 'd1_migrations' ORDER BY name`,
  ).all<{ name: string }>()
  const named = [...savedTables.map(({ name }) => name), ...Object.keys(leftOut)].sort()
  expect(results.map(({ name }) => name)).toEqual(named)
})

/** A refusal names its request, another one each time. */
function withoutRequestId(text = ''): string {
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
}
