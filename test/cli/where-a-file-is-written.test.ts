import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { typedTarget } from '../../cli/typed-path'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'kesako-target-')))
  await mkdir(join(folder, 'disk/day'), { recursive: true })
  await symlink('disk/day', join(folder, 'today'))
  return () => rm(folder, { recursive: true, force: true })
})

const links = [
  ['a link', 'disk/b.ndjson', 'disk/b.ndjson'],
  ['a link to a link', 'other.ndjson', 'disk/c.ndjson'],
  ['a link by way of a folder that is one', 'today/../b.ndjson', 'disk/b.ndjson'],
] as const

test.each(links)(
  'a file that is written onto %s is written where it leads, be one there yet or not',
  async (_, to, end) => {
    const link = join(folder, 'link.ndjson')
    await symlink(to, link)
    await symlink('disk/c.ndjson', join(folder, 'other.ndjson'))
    expect(await typedTarget(link)).toBe(join(folder, end))
    await writeFile(join(folder, end), 'old')
    expect(await typedTarget(link)).toBe(join(folder, end))
  },
)

test('a link that leads to itself, into no folder or to no ordinary file is refused', async () => {
  const leading = { round: 'round', lost: 'nowhere/b.ndjson', null: '/dev/null', folder: 'disk' }
  for (const [name, to] of Object.entries(leading)) {
    await symlink(to, join(folder, name))
    await expect(typedTarget(join(folder, name))).rejects.toThrow(
      /n’existe pas|n’est pas un fichier|est un dossier|en rond/,
    )
  }
})
