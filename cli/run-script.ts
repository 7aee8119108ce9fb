import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { CommandError } from './command'
import { projectRoot } from './project'

/**
 * Runs another command of this folder as a process of its own: it then uses the code as it is on disk now, not as
 * it was when this one started. What it says is shown.
 */
export async function runScript(name: 'build' | 'publish', args: string[] = []): Promise<void> {
  const script = join(projectRoot, 'cli', `${name}.ts`)
  const child = spawn(process.execPath, ['--import', 'tsx/esm', script, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  if (code !== 0) throw new CommandError(`« npm run ${name} » a échoué : voyez son message ci-dessus.`)
}
