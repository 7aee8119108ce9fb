import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeStateLock } from '../../cli/state-lock'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kesako-lock-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a folder that one holds is refused to another, which is told whose it is', async () => {
  const release = await takeStateLock(folder)
  await expect(takeStateLock(folder)).rejects.toThrow(`Un autre « npm start » (processus ${process.pid})`)
  release()
  const releaseAgain = await takeStateLock(folder)
  releaseAgain()
})

test.each([
  ['a full disk left empty', ''],
  ['a process left that is no more', '4194305'],
  ['another program’s number stands in', '1'],
])('a note of its holder that %s keeps nobody out', async (_, content) => {
  const path = join(folder, 'kesako.pid')
  await writeFile(path, content)
  const release = await takeStateLock(folder)
  expect(await readFile(path, 'utf8')).toBe(String(process.pid))
  release()
  await expect(readFile(path)).rejects.toThrow('ENOENT')
})
