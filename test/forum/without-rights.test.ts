import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../cli/project'
import { isLong } from '../support/amount'
import { copyProject, type ProjectCopy } from '../support/project-copy'

let project: ProjectCopy
let elsewhere: string
beforeAll(async () => {
  project = await copyProject()
  elsewhere = await mkdtemp(join(tmpdir(), 'kesako-closed-'))
})
afterAll(async () => {
  await rm(elsewhere, { recursive: true, force: true })
  await project.remove()
})

const changed: string[] = []
afterEach(async () => {
  for (const path of changed.splice(0)) await chmod(path, 0o700)
})

async function allow(path: string, mode: number): Promise<void> {
  await chmod(path, mode)
  changed.push(path)
}

function run(name: string, args: string[], more: Record<string, string> = {}) {
  return project.run(name, args, more, { unprivileged: true })
}

async function expectRefusal(name: string, args: string[], path: string, more: Record<string, string> = {}) {
  const { code, output } = await run(name, args, more)
  const told = `Ce compte n’a pas le droit de lire ou d’écrire ${path}`
  expect([code, output]).toEqual([1, expect.stringContaining(told)])
  expect(output).not.toContain('    at ')
}

describe('where a command may not write is said in one sentence', () => {
  if (isLong) {
    test('npm run build', async () => {
      await allow(project.root, 0o500)
      await expectRefusal('build', [], join(project.root, 'dist.'))
    })
  }

  test('npm run new', async () => {
    await allow(elsewhere, 0o500)
    await expectRefusal('new', [join(elsewhere, 'event'), '--name', 'Forum'], join(elsewhere, 'event'))
  })

  if (isLong) {
    test('npm run backup', async () => {
      expect(await run('moderator', ['add', 'Anne'])).toMatchObject({ code: 0 })
      await allow(elsewhere, 0o500)
      await expectRefusal('backup', [join(elsewhere, 'a.ndjson')], join(elsewhere, 'a.ndjson'))
    })

    test('npm run import, which leaves no copy of content/', async () => {
      await allow(join(project.root, 'content'), 0o500)
      const args = ['mkdocs', join(projectRoot, 'test/files/mkdocs'), '--force']
      await expectRefusal('import', args, join(project.root, 'content/'), { TMPDIR: elsewhere })
      expect((await readdir(elsewhere)).filter((name) => name.startsWith('kesako-'))).toEqual([])
    })
  }
})

test('npm run build names each file and each folder that it may not read, and tells the other faults', async () => {
  const content = join(project.root, 'content')
  await mkdir(join(content, 'prive'))
  await writeFile(join(content, 'secret.md'), '# Secret\n')
  await writeFile(join(content, 'autre.md'), 'Sans titre.\n')
  await writeFile(join(project.root, 'public/secret.png'), '')
  for (const path of ['content/prive', 'content/secret.md', 'public/secret.png'])
    await allow(join(project.root, path), 0)
  const { code, output } = await run('build', [])
  expect(code).toBe(1)
  expect(output.match(/^.*: faute : .*$/gm)).toEqual([
    expect.stringContaining('content/autre.md:1: faute : la page n’a pas de titre'),
    'content/prive:1: faute : ce compte n’a pas le droit de le lire : donnez-le-lui',
    'content/secret.md:1: faute : ce compte n’a pas le droit de le lire : donnez-le-lui',
    'public/secret.png:1: faute : ce compte n’a pas le droit de le lire : donnez-le-lui',
  ])
})

test('npm run build tells of content/ that it may not read, and of nothing that would be in it', async () => {
  await allow(join(project.root, 'content'), 0)
  const { code, output } = await run('build', [])
  expect([code, output.match(/^.*: faute : .*$/gm)]).toEqual([
    1,
    [expect.stringMatching(/^content:1: faute : ce compte/)],
  ])
})
