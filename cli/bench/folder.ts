import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../project'

/** A new folder on the disk that the project lies on: another one may take ten times as long to make a file. */
export async function benchFolder(): Promise<string> {
  const below = join(projectRoot, '.wrangler')
  await mkdir(below, { recursive: true })
  return mkdtemp(join(below, 'bench-'))
}
