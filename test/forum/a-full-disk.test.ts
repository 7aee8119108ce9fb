import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyProject, type ProjectCopy, type Started } from '../support/project-copy'

let project: ProjectCopy
let folder: string
/** Without the right to mount, a limit on the size of files stands for it. */
let isSmallDisk: boolean
beforeAll(async () => {
  project = await copyProject()
  folder = await mkdtemp(join(tmpdir(), 'kesako-small-'))
  isSmallDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status === 0
})
afterAll(async () => {
  if (isSmallDisk) spawnSync('umount', [folder])
  await rm(folder, { recursive: true, force: true })
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
}, 60_000)

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
  for (;;) {
    const response = await fetch(`${site.url}/contribuer/`, {
      method: 'POST',
      body: new URLSearchParams({ page: '/sessions/hors-programme/', body, licence: 'on', intent: 'send' }),
      redirect: 'manual',
    })
    if (response.status !== 303) return response
    receipts.push(/\/suivi\/([^/]+)\//.exec(response.headers.get('Location') ?? '')?.[1] ?? '')
  }
}

async function bodyOf(site: Started, receipt: string): Promise<string | undefined> {
  const response = await fetch(`${site.url}/api/receipts/${receipt}`)
  return response.ok ? ((await response.json()) as { body: string }).body : undefined
}
