import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { command } from './command'
import { projectRoot } from './project'

/** In the order in which a fault is cheapest to find. */
const steps: [what: string, program: string, ...args: string[]][] = [
  ['types of the Worker', 'tsc', '--project', 'tsconfig.json'],
  ['types of what runs in Node', 'tsc', '--project', 'cli/tsconfig.json'],
  ['types of what runs in a browser', 'tsc', '--project', 'cli/browser/tsconfig.json'],
  ['types of the service worker', 'tsc', '--project', 'cli/browser/service-worker.tsconfig.json'],
  ['format, lint, import order', 'biome', 'ci', '--colors=off', '.'],
  ['tests', 'vitest', 'run'],
]

await command(
  {
    name: 'npm test',
    usage: '-- [FILE…] [--long]',
    about: `
Types, lint, unit tests, tests of the built Worker in workerd, tests in a real browser; with FILE, only the test
files whose names hold it.

  --long   each test whole instead of a slice of it (npm run test:long)`,
    options: { long: { type: 'boolean' } },
  },
  async ({ long }, files) => {
    if (long) process.env.TEST_LONG = '1'
    for (const [what, program, ...args] of steps) {
      console.log(`— ${what}`)
      const isTests = program === 'vitest'
      const { status } = spawnSync(
        join(projectRoot, 'node_modules/.bin', program),
        isTests ? [...args, ...files] : args,
        {
          cwd: projectRoot,
          stdio: 'inherit',
          // Half of what a command takes is loading miniflare, and the tests start some sixty of them.
          env: { ...process.env, NODE_COMPILE_CACHE: join(projectRoot, 'node_modules/.cache/compiled') },
        },
      )
      if (status !== 0) return 1
    }
    return 0
  },
)
