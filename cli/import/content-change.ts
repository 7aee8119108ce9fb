import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildSite } from '../content/build-site'
import type { ContentRemark } from '../content/remarks'
import { withDrafts } from '../drafts'

/** What an import wants of `content/`: files to write, and files that are gone. Paths are relative to the project. */
export type ContentChange = { written: Map<string, string | Uint8Array>; removed: Set<string> }

/** What the build would say of `content/` after the change. Nothing of the project is touched. */
export async function remarksAfter(root: string, change: ContentChange): Promise<ContentRemark[]> {
  const rehearsal = await mkdtemp(join(tmpdir(), 'kesako-import-'))
  return withDrafts([rehearsal], async () => {
    await copyFolder(join(root, 'content'), join(rehearsal, 'content')).catch(ignoreAbsent)
    await symlink(join(root, 'public'), join(rehearsal, 'public'))
    await writeChange(rehearsal, change)
    return (await buildSite(rehearsal)).remarks
  })
}

/** With folders that may be written to, and taken away again, whatever the rights of those that they are copied from. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const copy = entry.isDirectory() ? copyFolder : cp
    await copy(join(from, entry.name), join(to, entry.name))
  }
}

/**
 * Makes the change: every file is written beside its place first, then all are moved there, so that a full disk or a
 * Ctrl-C while writing leaves `content/` as it was.
 */
export async function writeChange(root: string, { written, removed }: ContentChange): Promise<void> {
  const drafts = [...written].map(([path, content], n) => {
    const target = join(root, path)
    return { draft: join(dirname(target), `.import-${process.pid}-${n}`), target, content }
  })
  await withDrafts(
    drafts.map(({ draft }) => draft),
    async () => {
      for (const { draft, target, content } of drafts) {
        await mkdir(dirname(target), { recursive: true })
        await writeFile(draft, content)
      }
      for (const { draft, target } of drafts) await rename(draft, target)
    },
  )
  for (const path of removed) await rm(join(root, path), { force: true })
}

/** The text or bytes that stand there now. Null: nothing. */
export async function presentFile(root: string, path: string): Promise<Uint8Array | null> {
  return readFile(join(root, path)).catch(ignoreAbsent)
}

function ignoreAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
