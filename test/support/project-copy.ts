import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../cli/project'

/** The project in a folder of its own, so that a test may change its files and run its real commands. */
export type ProjectCopy = {
  root: string
  /**
   * Runs `npm run NAME -- ARGS` to its end.
   * @param where Its folder `from` which it is typed; no file may grow over `fileKilobytes`: a disk that is full, for a
   *   machine that cannot make a small one. `unprivileged`: what a folder's rights say holds for root, too.
   */
  run: (
    name: string,
    args?: string[],
    more?: Record<string, string>,
    where?: { from?: string } & Confined,
  ) => Promise<Finished>
  /** Runs `npm ARGS` to its end, as a person may type it. */
  npm: (...args: string[]) => Promise<Finished>
  /** Starts `npm start` and waits for its `ready` line. */
  start: (more?: Record<string, string>, fileKilobytes?: number) => Promise<Started>
  remove: () => Promise<void>
}

type Confined = { fileKilobytes?: number | undefined; unprivileged?: boolean }

export type Finished = { code: number | null; output: string }
export type Started = {
  url: string
  /** What it said until it was ready. */
  said: string
  /** What it has said until now, its faults as well. */
  saying: () => string
  stop: (signal: NodeJS.Signals) => Promise<Finished>
  /** As a power cut would: every process of it at once, without a word. */
  killAll: () => Promise<Finished>
}

const copied = [
  'cli',
  'content',
  'docs',
  'public',
  'worker',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'wrangler.toml',
]

export async function copyProject(): Promise<ProjectCopy> {
  const root = await mkdtemp(join(tmpdir(), 'kesako-project-'))
  for (const name of copied) {
    await cp(join(projectRoot, name), join(root, name), { recursive: true, preserveTimestamps: true })
  }
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), STATE_DIR: join(root, 'state') }
  return {
    root,
    run: (name, args = [], more = {}, { from = '.', ...confined } = {}) =>
      finished(spawnNpm(['run', name, '--', ...args], confined, { cwd: join(root, from), env: { ...env, ...more } })),
    npm: (...args) => finished(spawnNpm(args, {}, { cwd: root, env })),
    start: (more = {}, fileKilobytes) => {
      const options = { cwd: root, env: { ...env, ...more }, detached: true }
      return startNpm(spawnNpm(['start'], { fileKilobytes }, options), `http://127.0.0.1:${port}`)
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

function spawnNpm(args: string[], { fileKilobytes, unprivileged }: Confined, options: SpawnOptions): ChildProcess {
  const limit = fileKilobytes === undefined ? '' : `trap '' XFSZ; ulimit -f ${fileKilobytes}; `
  const drop = unprivileged && process.getuid?.() === 0 ? withoutPrivilege : ''
  return spawn('bash', ['-c', `${limit}exec ${drop} npm "$@"`, 'npm', ...args], options)
}

/** https://man7.org/linux/man-pages/man7/capabilities.7.html */
const withoutPrivilege = 'setpriv --bounding-set=-dac_override,-dac_read_search'

async function startNpm(child: ChildProcess, url: string): Promise<Started> {
  let saidUntilNow = ''
  const end = finished(child, (text) => {
    saidUntilNow += text
  })
  const said = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (text: string) => {
      output += text
      if (output.split('\n').includes(`ready ${url}`)) resolve(output)
    })
    end.then(({ output: said }) => reject(new Error(`npm start ended before it was ready:\n${said}`)))
  })
  return {
    url,
    said,
    saying: () => saidUntilNow,
    stop: (signal) => {
      child.kill(signal)
      return end
    },
    killAll: () => {
      // `detached` made it the leader of a group of its own.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      return end
    },
  }
}

function finished(child: ChildProcess, tell: (text: string) => void = () => undefined): Promise<Finished> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      tell(text)
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
