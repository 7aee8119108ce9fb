import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { CommandError } from './command'
import { endOf } from './end-of'
import { projectRoot } from './project'

/** Which of the two sites of wrangler.toml a command is about: `CLOUDFLARE_ENV=preview` says the second. */
export function environmentFlag(): string {
  return `--env=${process.env.CLOUDFLARE_ENV ?? ''}`
}

/** wrangler's functions. Loading them takes a second of computing, so only what cannot do without asks. */
export const wranglerApi = () => import('wrangler')

/** It ended with a fault, and has told the person which. */
export class WranglerError extends CommandError {
  /** @param said What it said of its fault. */
  constructor(
    args: string[],
    readonly said: string,
  ) {
    super(`« wrangler ${args.join(' ')} » a échoué : voyez son message ci-dessus.`)
  }
}

/**
 * Runs wrangler as a person would, showing what it says.
 * @param signal Stops it, which is no fault of its.
 * @throws WranglerError naming the step when it fails.
 */
export async function wrangler(
  args: string[],
  { quiet = false, signal }: { quiet?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const child = spawn(join(projectRoot, 'node_modules/.bin/wrangler'), args, {
    cwd: projectRoot,
    stdio: ['inherit', 'pipe', 'pipe'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (!quiet) process.stdout.write(text)
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    process.stderr.write(text)
  })
  if ((await endOf(child, signal)) !== 0) throw new WranglerError(args, said)
  return output
}
