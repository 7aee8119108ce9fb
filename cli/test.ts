import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { command } from './command'
import { projectRoot } from './project'

/** In the order in which a fault is cheapest to find. */
const steps: [what: string, program: string, ...args: string[]][] = [
  ['les types du Worker', 'tsc', '--project', 'tsconfig.json'],
  ['les types de ce qui tourne dans Node', 'tsc', '--project', 'cli/tsconfig.json'],
  ['les types de ce qui tourne dans un navigateur', 'tsc', '--project', 'cli/browser/tsconfig.json'],
  ['les types du service worker', 'tsc', '--project', 'cli/browser/service-worker.tsconfig.json'],
  ['la mise en forme, les fautes de code, l’ordre des imports', 'biome', 'ci', '--colors=off', '.'],
  ['les tests', 'vitest', 'run'],
]

await command(
  {
    name: 'npm test',
    usage: '-- [NOM…] [--long]',
    about: `
Vérifie les types et le code, puis joue les tests : le programme seul, le Worker construit dans workerd, les pages dans un
vrai navigateur. Avec NOM, les seuls fichiers de tests dont le nom le contient.

  --long   chaque test en entier, et non une partie (npm run test:long)`,
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
        { cwd: projectRoot, stdio: 'inherit' },
      )
      if (status !== 0) return 1
    }
    return 0
  },
)
