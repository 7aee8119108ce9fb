import { spawnSync } from 'node:child_process'
import { glob, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isFullDisk } from '../../cli/full-disk'
import { isLong } from '../support/amount'
import { copyProject, type ProjectCopy, type Started } from '../support/project-copy'

let project: ProjectCopy
let folder: string
let fullFolder: string
/** Without the right to mount, a limit on the size of files stands for it. */
let isSmallDisk: boolean
beforeAll(async () => {
  project = await copyProject()
  folder = await mkdtemp(join(tmpdir(), 'kesako-small-'))
  isSmallDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status === 0
  fullFolder = await mkdtemp(join(tmpdir(), 'kesako-full-'))
  // Room for folders alone.
  if (isSmallDisk) spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', fullFolder])
})
afterAll(async () => {
  for (const each of [folder, fullFolder]) {
    if (isSmallDisk) spawnSync('umount', [each])
    await rm(each, { recursive: true, force: true })
  }
  await project.remove()
})

test('a full disk loses no note that was promised, promises none that it cannot keep, and gives the text back', async () => {
  const state = { STATE_DIR: join(folder, 'state') }
  const site = await project.start(state, isSmallDisk ? undefined : 4_000)
  const kept = await fill(site)
  expect(kept.length).toBeGreaterThan(10)
  if (isSmallDisk) {
    const body = `Ne pas perdre. ${'x'.repeat(15_000)}`
    const refusal = await sendByForm(site, body, kept)
    expect(refusal.status).toBe(503)
    expect(await refusal.text()).toContain(body)
    expect((await fetch(`${site.url}/`)).status).toBe(200)
    spawnSync('mount', ['-o', 'remount,size=60m', folder])
  }
  await site.stop('SIGTERM')

  const again = await project.start(state)
  const found = await Promise.all(kept.map((receipt) => bodyOf(again, receipt)))
  expect(found.filter((body) => body !== undefined && body.length > 10_000)).toHaveLength(kept.length)
  await again.stop('SIGTERM')
})

if (isLong) {
  test('a backup that the disk has no room for is refused in one sentence, and leaves nothing beside the one before', async () => {
    const site = await project.start()
    // Less than a stream takes before it asks to wait: the fault comes while the database is asked.
    for (let n = 0; n < 5; n++) expect((await sendLong(site, 1_100))?.status).toBe(201)
    await site.stop('SIGTERM')
    const backups = join(project.root, 'backups')
    await mkdir(backups)
    await writeFile(join(backups, 'b.ndjson'), 'the one before')
    const { code, output } = await project.run('backup', ['backups/b.ndjson'], {}, { fileKilobytes: 40 })
    expect([code, output]).toEqual([1, expect.stringMatching(/^Il n’y a pas assez de place sur le disque.*\n$/m)])
    expect(output).not.toContain('    at ')
    expect(await readdir(backups)).toEqual(['b.ndjson'])
    expect(await readFile(join(backups, 'b.ndjson'), 'utf8')).toBe('the one before')
    expect(await project.run('backup', ['backups/b.ndjson'])).toMatchObject({ code: 0 })
  })
}

test('a command on a full disk ends with 1, and says so in its last line where a small disk can be mounted', async () => {
  const { code, output } = await project.run(
    'moderator',
    ['add', 'Anne'],
    { STATE_DIR: join(fullFolder, 'state') },
    isSmallDisk ? {} : { fileKilobytes: 1 },
  )
  expect(code).toBe(1)
  // What a limit on files ends is killed by it, without a word.
  if (!isSmallDisk) return
  expect(output).toMatch(/^Il n’y a pas assez de place sur le disque.*\n$/m)
  expect(output).not.toContain('    at ')
})

if (isLong) {
  test('a backup is said to be saved though its date cannot be noted, which is a line of its own', async () => {
    const STATE_DIR = join(project.root, 'unnoted')
    expect(await project.run('moderator', ['add', 'Anne'], { STATE_DIR })).toMatchObject({ code: 0 })
    for await (const path of glob('v3/d1/*/*.sqlite', { cwd: STATE_DIR })) {
      const database = new DatabaseSync(join(STATE_DIR, path))
      database.exec('DROP TABLE IF EXISTS upkeep')
      database.close()
    }
    const { code, output } = await project.run('backup', ['unnoted.ndjson'], { STATE_DIR })
    expect([code, output]).toEqual([0, expect.stringMatching(/^sauvé dans .*unnoted\.ndjson : .* 1 clé\.\n/m)])
    expect(output).toMatch(/^Sa date n’a pas pu être notée dans la base.* no such table: upkeep.*\n$/m)
    expect(await readFile(join(project.root, 'unnoted.ndjson'), 'utf8')).toContain('Anne')
  })
}

test('a database that is full is a full disk, in SQLite’s own words', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE t (x); PRAGMA max_page_count = 2')
  let fault: unknown
  try {
    database.exec('INSERT INTO t VALUES (zeroblob(100000))')
  } catch (error) {
    fault = error
  }
  expect(isFullDisk(fault)).toBe(true)
  expect(isFullDisk(new Error('no such table: t'))).toBe(false)
})

/** Sends until nothing more is taken. @returns The receipts of what was. */
async function fill(site: Started): Promise<string[]> {
  const receipts: string[] = []
  for (let refused = 0; refused < 5; ) {
    const response = await sendLong(site, 4_500)
    if (response?.status === 201) receipts.push(((await response.json()) as { receipt: string }).receipt)
    else refused++
  }
  return receipts
}

function sendLong(site: Started, words: number): Promise<Response | null> {
  const body = `Une longue note.${' mot'.repeat(words)}`
  return fetch(`${site.url}/api/notes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ page: '/sessions/hors-programme/', body, licence: 'CC-BY-SA-4.0' }),
  }).catch(() => null)
}

/** SQLite may find a little room again when it tidies up: sends until the form, too, is refused. @returns The refusal. */
async function sendByForm(site: Started, body: string, receipts: string[]): Promise<Response> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(`${site.url}/contribuer/`, {
      method: 'POST',
      body: new URLSearchParams({ page: '/sessions/hors-programme/', body, licence: 'on', intent: 'send' }),
      redirect: 'manual',
    })
    if (response.status !== 303) return response
    receipts.push(/\/suivi\/([^/]+)\//.exec(response.headers.get('Location') ?? '')?.[1] ?? '')
  }
  throw new Error('The disk is not full: the form took 200 notes more.')
}

async function bodyOf(site: Started, receipt: string): Promise<string | undefined> {
  const response = await fetch(`${site.url}/api/receipts/${receipt}`)
  return response.ok ? ((await response.json()) as { body: string }).body : undefined
}
