import { createHash } from 'node:crypto'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { projectRoot } from '../project'
import { type FreshEvent, slugOf } from './questions'

/**
 * Everything that the project's folder holds of the program. What else stands there is this event's own, as its backups
 * and its data are, or made again by itself.
 */
export const programEntries: ReadonlySet<string> = new Set([
  ...['.ci', '.github', '.gitignore'],
  ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'LICENSE', 'LISEZMOI.md', 'README.md', 'SECURITY.md'],
  ...['biome.json', 'package-lock.json', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'wrangler.toml'],
  ...['cli', 'docs', 'public', 'test', 'worker'],
])

/** Copies the program, its docs and its tests, under names of the new event's own, so that it shares nothing online. */
export async function copyProgram(target: string, event: FreshEvent): Promise<void> {
  await cp(projectRoot, target, { recursive: true, preserveTimestamps: true, filter: isCopied })
  const path = join(target, 'wrangler.toml')
  await writeFile(path, renamed(await readFile(path, 'utf8'), slugOf(event.name)))
}

function isCopied(source: string): boolean {
  const [entry = ''] = relative(projectRoot, source).split(sep)
  return entry === '' || programEntries.has(entry)
}

/** Worker, database and limits are named in one account: two events there must not meet. */
function renamed(toml: string, slug: string): string {
  let number = 10_000 + (createHash('sha256').update(slug).digest().readUInt16BE(0) % 40_000) * 2
  return toml
    .replace(/^((?:database_)?name = )"[^"]*?(-preview)?"$/gm, (line: string, key: string, preview = '') =>
      line.includes('FLOOD') ? line : `${key}"${slug}${preview}"`,
    )
    .replace(/^namespace_id = .*$/gm, () => `namespace_id = "${number++}"`)
}
