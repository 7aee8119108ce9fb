import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { CommandError } from './command'
import { endOf } from './end-of'
import { projectRoot } from './project'

/**
 * Runs another command of this folder as a process of its own: it then uses the code as it is on disk now, not as
 * it was when this one started. What it says is shown.
 * @param signal Stops it, which is no fault of its.
 */
export async function runScript(
  name: 'build' | 'publish',
  args: string[] = [],
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const script = join(projectRoot, 'cli', `${name}.ts`)
  const child = spawn(process.execPath, ['--import', 'tsx/esm', script, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if ((await endOf(child, signal)) !== 0)
    throw new CommandError(`« npm run ${name} » a échoué : voyez son message ci-dessus.`)
}
