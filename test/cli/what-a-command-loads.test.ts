import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { projectRoot } from '../../cli/project'

/** Whether miniflare is among the modules of a process that was given this command line. */
const loads = `
  import { createRequire } from 'node:module'
  await import(process.env.COMMAND)
  const require = createRequire(process.cwd() + '/')
  console.log('loaded:', require.resolve('miniflare') in require.cache)`

test.each([
  ['backup', []],
  ['import', ['--help']],
])('npm run %s that has nothing to open does not load the simulated stores, which take half a second', (name, args) => {
  const { stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx/esm', '--input-type=module', '--eval', loads, '--', ...args],
    { cwd: projectRoot, encoding: 'utf8', env: { ...process.env, COMMAND: `./cli/${name}.ts` } },
  )
  expect(stdout).toContain('loaded: false')
})
