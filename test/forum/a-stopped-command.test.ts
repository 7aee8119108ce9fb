import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { copyProject, type ProjectCopy } from '../support/project-copy'

let project: ProjectCopy
let folder: string
beforeAll(async () => {
  project = await copyProject()
  expect(await project.run('moderator', ['add', 'Anne'])).toMatchObject({ code: 0 })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kesako-stopped-'))
  return () => rm(folder, { recursive: true, force: true })
})
afterAll(() => project.remove())

/** A backup that has read some rows, and goes no further. */
const halfABackup = `
  import { writeBackup } from './cli/backups/write-backup.ts'
  import { openPlatform } from './cli/platform.ts'
  const { DB } = await openPlatform({ remote: false, asItIs: true })
  await writeBackup(DB, process.argv[1], () => new Promise(() => console.log('reading')))`

const startHalfABackup = (file: string) => startScript(halfABackup, file)

async function startScript(script: string, file: string) {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', '--input-type=module', '--eval', script, file], {
    cwd: project.root,
    env: { ...process.env, STATE_DIR: join(project.root, 'state') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

test.each(signals.slice(0, amount({ slice: 1, whole: signals.length })))(
  'a backup that %s stops leaves none of its texts beside the file',
  async (signal, code) => {
    const child = await startHalfABackup(join(folder, 'a.ndjson'))
    expect(await readdir(folder)).toEqual([`a.ndjson.${child.pid}-read`])
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([code, null])
    expect(await readdir(folder)).toEqual([])
  },
)

/** An archive that is written for ever, in bytes. */
const endlessArchive = `
  import { writeWhole } from './cli/write-whole.ts'
  async function* bytes() {
    console.log('writing')
    for (;;) yield new Uint8Array(1)
  }
  await writeWhole(bytes(), process.argv[1])`

test('an archive that is stopped leaves nothing beside the file, at whatever moment that is', async () => {
  const files = Array.from({ length: amount({ slice: 2, whole: 20 }) }, (_, n) => join(folder, `${n}.zip`))
  const codes = files.map(async (file) => {
    const child = await startScript(endlessArchive, file)
    await expect.poll(() => readdir(folder)).toContain(`${basename(file)}.${child.pid}-whole`)
    child.kill('SIGINT')
    return once(child, 'exit')
  })
  expect(await Promise.all(codes)).toEqual(files.map(() => [130, null]))
  expect(await readdir(folder)).toEqual([])
})

test('what a killed backup has left, the next one to that file takes away, and nothing that another writes', async () => {
  const killed = await startHalfABackup(join(folder, 'a.ndjson'))
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const others = ['a.ndjson.1-read', `a.ndjson.${killed.pid}-notes`, `b.ndjson.${killed.pid}-read`]
  for (const name of others) await writeFile(join(folder, name), '')
  expect(await readdir(folder)).toContain(`a.ndjson.${killed.pid}-read`)
  expect(await project.run('backup', [join(folder, 'a.ndjson')])).toMatchObject({ code: 0 })
  expect((await readdir(folder)).sort()).toEqual(['a.ndjson', ...others])
})

test('a killed backup leaves nothing running that holds the database', async () => {
  const killed = await startHalfABackup(join(folder, 'a.ndjson'))
  const workerd = spawnSync('pgrep', ['-P', String(killed.pid), 'workerd'], { encoding: 'utf8' }).stdout.trim()
  const running = () => spawnSync('pgrep', ['-f', 'workerd serve'], { encoding: 'utf8' }).stdout.split('\n')
  expect(running()).toContain(workerd)
  killed.kill('SIGKILL')
  await expect.poll(running, { timeout: 10_000 }).not.toContain(workerd)
})

test('what a killed build has left, the next one takes away', async () => {
  // Above what any system gives.
  await mkdir(join(project.root, 'dist.4194305-whole/sessions'), { recursive: true })
  expect(await project.run('build')).toMatchObject({ code: 0 })
  expect((await readdir(project.root)).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
})
