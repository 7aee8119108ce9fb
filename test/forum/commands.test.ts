import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { counted } from '../../cli/counted'
import { amount, isLong } from '../support/amount'
import { copyProject, type ProjectCopy } from '../support/project-copy'

let project: ProjectCopy
beforeAll(async () => {
  project = await copyProject()
})
afterAll(() => project.remove())

const commands = [
  ...['build', 'publish', 'start', 'repair', 'deploy', 'backup', 'restore', 'new', 'archive', 'import'],
  ...['moderator', 'bench', 'pictures', 'test:corpora', 'advisories'],
]

test('each command installs first what the lockfile says, as a fresh clone needs it', async () => {
  const { scripts } = JSON.parse(await readFile(join(project.root, 'package.json'), 'utf8'))
  const install = 'node cli/setup.mjs'
  for (const name of ['test', 'test:long', ...commands]) {
    expect([name, scripts[`pre${name}`] ?? scripts[name]]).toEqual([name, expect.stringMatching(`^${install}`)])
  }
  // npm runs it by itself, at each `npm ci` too: it would install while it installs.
  expect(scripts.prepublish).toBeUndefined()
})

test.each(commands.slice(0, amount({ slice: 1, whole: commands.length })))(
  'npm run %s -- --help explains it',
  async (name) => {
    const help = await project.run(name, ['--help'])
    expect(help).toMatchObject({ code: 0, output: expect.stringContaining('npm ') })
  },
)

test.each(commands.slice(0, amount({ slice: 1, whole: commands.length })))(
  'npm run %s refuses an option that it does not know',
  async (name) => {
    const unknown = await project.run(name, ['--nimporte'])
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('Option inconnue : --nimporte') })
  },
)

describe('an option that npm takes for its own, because -- is missing', () => {
  const mistyped = [
    ['import pad F --page=/a/ -- --remote', 'import -- pad F --remote --page /a/'],
    ['import pad F --page /a/', 'import -- … --page …'],
    ['repair --dry-run', 'repair -- --dry-run'],
    ['moderator add Anne --organiser', 'moderator -- add Anne --organiser'],
  ] as const

  test.each(mistyped.slice(0, amount({ slice: 1, whole: mistyped.length })))(
    'npm run %s is refused with the line that was meant',
    async (typed, meant) => {
      const { code, output } = await project.npm('run', ...typed.split(' '))
      expect([code, output]).toEqual([1, expect.stringMatching(/rien n’a donc été fait/)])
      expect(output.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`npm run ${meant}$`))
    },
  )

  if (isLong) {
    test('hinders no command that another program starts, nor one that was given it rightly too', async () => {
      const byAnother = ['exec', '--remote', '--', 'node', '--import', 'tsx/esm', 'cli/moderator.ts', 'list']
      expect(await project.run('moderator', ['add', 'Anne'])).toMatchObject({ code: 0 })
      expect(await project.npm(...byAnother)).toMatchObject({ code: 0 })
      expect(await project.npm('run', 'moderator', '--json', '--', 'list', '--json')).toMatchObject({ code: 0 })
    })
  }
})

const wordless = ['deploy', 'build', 'publish', 'repair', 'start', 'advisories']

test.each(wordless.slice(0, amount({ slice: 1, whole: wordless.length })))(
  'npm run %s refuses a word that it would not heed',
  async (name) => {
    expect(await project.run(name, ['x'])).toMatchObject({ code: 1, output: expect.stringContaining('De trop : x') })
  },
)

test('what is counted by one stands in the singular, and so does what is not there at all', () => {
  expect([0, 1, 2].map((count) => counted(count, 'séance'))).toEqual(['0 séance', '1 séance', '2 séances'])
  expect(counted(2, 'valeur suivra', 'valeurs suivront')).toBe('2 valeurs suivront')
})

const corporaAreHarmless = async () => {
  await mkdir(join(project.root, 'corpora'))
  await writeFile(join(project.root, 'corpora/a.json'), JSON.stringify(['<script>alert(1)</script>', { b: '**x**' }]))
  await writeFile(join(project.root, 'corpora/b.txt'), '[x](javascript:alert(1))\n')
  const { code, output } = await project.run('test:corpora', ['corpora'])
  expect([code, output]).toEqual([0, expect.stringContaining(' textes, 0 plaintes')])
}
// `.ci/run` does it with real ones.
if (isLong) test('npm run test:corpora puts texts on the real pages', { timeout: 60_000 }, corporaAreHarmless)

describe('npm run build', () => {
  const home = () => readFile(join(project.root, 'dist/index.html'), 'utf8')

  test('writes finished pages and the page index', async () => {
    expect((await project.run('build')).code).toBe(0)
    expect(await home()).toMatch(/^<!doctype html>[\s\S]*<h1>Kesako\u202f\?<\/h1>[\s\S]*<\/html>\n$/)
    const index = JSON.parse(await readFile(join(project.root, 'dist/_index.json'), 'utf8'))
    expect(index.pages['/sessions/mercredi_06072022/'].title).toBe('Mercredi 6\u00a0juillet')
  })

  test('with a fault says where, ends with 1, and leaves dist/ as it was', async () => {
    const before = await home()
    await writeFile(join(project.root, 'content/index.md'), '# Autre\n\n[x](nulle-part.md)\n')
    const { code, output } = await project.run('build')
    expect(code).toBe(1)
    expect(output).toContain('content/index.md:3: faute : le lien nulle-part.md')
    expect(await home()).toBe(before)
  })
})

describe('npm run moderator', () => {
  if (isLong) {
    test('-- add and revoke take a name as the page of the team does, however its accents and spaces were typed', async () => {
      const run = (...args: string[]) => project.run('moderator', [...args, '--json'])
      const typed = ' Nai\u0308g  Le\u00a0Gall '
      const added = await run('add', typed)
      expect([added.code, added.output]).toEqual([0, expect.stringContaining('{"name":"Naïg Le Gall","key":"')])
      const revoked = await run('revoke', typed)
      expect([revoked.code, revoked.output]).toEqual([
        0,
        expect.stringContaining('{"name":"Naïg Le Gall","revoked":true}'),
      ])
    })
  }

  const unfit = [
    ['of 81 characters', 'x'.repeat(81)],
    ['of two lines', 'Naïg\nMalo'],
  ] as const

  test.each(unfit.slice(0, amount({ slice: 1, whole: unfit.length })))(
    '-- add refuses a name %s in one sentence',
    async (_, name) => {
      const { code, output } = await project.run('moderator', ['add', name])
      expect([code, output]).toEqual([1, expect.stringMatching(/80\scaractères au plus, sur une ligne\.\n$/)])
      expect(output).not.toContain('    at ')
    },
  )
})

describe('a STATE_DIR in which nothing can be kept is told in one sentence, at once', () => {
  const unusable: [name: string, what: string, folder: string, args: string[]][] = [
    ['start', 'a file', 'package.json', []],
    ['moderator', 'a folder in a file', 'package.json/state', ['add', 'Anne']],
    ['moderator', 'a folder that nobody may make', '/sys/kesako', ['add', 'Anne']],
    ['moderator', 'a folder where there can be none', '/proc/kesako/state', ['add', 'Anne']],
  ]

  test.each(unusable.slice(0, amount({ slice: 1, whole: unusable.length })))(
    'npm run %s with %s (%s)',
    async (name, _, folder, args) => {
      const { code, output } = await project.run(name, args, { STATE_DIR: folder })
      const told = `Les données ne peuvent pas être gardées dans ${resolve(project.root, folder)} : `
      expect([code, output]).toEqual([1, expect.stringContaining(told)])
      expect(output).not.toContain('    at ')
    },
  )
})

describe('a command that only looks makes nothing in a STATE_DIR without data, and says so', () => {
  const looking = [
    ['repair', ['--dry-run']],
    ['backup', ['a.ndjson']],
    ['moderator', ['list']],
  ] as const

  test.each(looking.slice(0, amount({ slice: 1, whole: looking.length })))('npm run %s', async (name, args) => {
    const folder = join(project.root, 'mistyped')
    for (const STATE_DIR of [folder, 'package.json/state']) {
      const { code, output } = await project.run(name, [...args], { STATE_DIR })
      const told = `Il n’y a pas de données dans ${resolve(project.root, STATE_DIR)} : `
      expect([code, output]).toEqual([1, expect.stringContaining(told)])
      expect(output).not.toContain('    at ')
    }
    expect(existsSync(folder)).toBe(false)
  })
})

describe('a path that is no ordinary file is refused in one sentence', () => {
  const odd = [
    ['restore', 'content', 'n’est pas un fichier'],
    ['backup', 'pipe', 'n’est pas un fichier ordinaire'],
    ['backup', 'content', 'est un dossier'],
    ['archive', 'content', 'est un dossier'],
  ] as const

  test.each(odd.slice(0, amount({ slice: 1, whole: odd.length })))('npm run %s -- %s', async (name, path, told) => {
    spawnSync('mkfifo', [join(project.root, 'pipe')])
    const { code, output } = await project.run(name, [path])
    expect([code, output]).toEqual([1, expect.stringContaining(`${join(project.root, path)} ${told}`)])
    expect(output).not.toContain('    at ')
    expect((await stat(join(project.root, 'pipe'))).isFIFO()).toBe(true)
  })
})

const vain = [
  ['test:corpora', '/nope', '/nope n’est pas un dossier'],
  ['test:corpora', 'content public', 'Dites quel dossier'],
  ['test:corpora', '--one-in x content', '--one-in x : écrivez un nombre entier'],
  ['pictures', 'KEY', 'Aucun site ne répond sur http://127.0.0.1:'],
  ['advisories', '--seconds abc', '--seconds abc : écrivez un nombre entier'],
] as const

test.each(vain.slice(0, amount({ slice: 0, whole: vain.length })))(
  'npm run %s -- %s is refused in one sentence',
  async (name, words, told) => {
    const { code, output } = await project.run(name, words.split(' '))
    expect([code, output]).toEqual([1, expect.stringContaining(told)])
    expect(output).not.toContain('    at ')
  },
)

describe('npm run deploy', () => {
  test('-- --dry-run says every step, what it needs and what is still to do, without an account', async () => {
    await writeFile(join(project.root, 'content/index.md'), '# Kesako ?\n')
    const { code, output } = await project.run('deploy', ['--dry-run'])
    expect(code).toBe(0)
    expect(output.match(/^ {3}Il faut : /gm)?.length).toBe(output.match(/^\d\. /gm)?.length)
    expect(output).toContain('env.PAGES')
    expect(output).toContain('security.contact dans content/site.yml est encore mailto:')
    expect(output).toContain('legal.publisher manque dans content/site.yml')
    expect(output).toContain('rien n’a été envoyé')
  })

  if (isLong) {
    test('refuses a name that could have no key, before anything else', async () => {
      const { code, output } = await project.run('deploy', ['--dry-run', '--organiser', 'x'.repeat(81)])
      expect([code, output]).toEqual([1, expect.stringMatching(/80\scaractères au plus/)])
      expect(output).not.toContain('Chercher la base')
    })
  }

  if (isLong) {
    test('-- --preview is about stores of its own, and an address of its own', async () => {
      const { output } = await project.run('deploy', ['--dry-run', '--preview'])
      expect(output).toContain('env.DB (kesako-preview)')
      expect(output.split('5. Vérifier')[1]).toContain('l’adresse workers.dev que donnera l’envoi serait demandée')
      expect(output.split('5. Vérifier')[1]).not.toContain('https://')
    })
  }

  if (isLong) {
    test('reaches the stores of each site by a file of its own: commands for both may run at once', async () => {
      const config = join(project.root, 'wrangler.toml')
      const before = await readFile(config, 'utf8')
      // With their ids no account needs to be asked.
      const pages = before.replaceAll('binding = "PAGES"', 'binding = "PAGES"\nid = "pages"')
      await writeFile(config, pages.replaceAll('binding = "DB"', 'binding = "DB"\ndatabase_id = "base"'))
      const ask = `
        import { remoteConfig } from './cli/remote-stores.ts'
        console.log(await remoteConfig())`
      const args = ['--import', 'tsx/esm', '--input-type=module', '--eval', ask]
      for (const site of ['', 'preview']) {
        const env = { ...process.env, CLOUDFLARE_ENV: site }
        spawnSync(process.execPath, args, { cwd: project.root, env })
      }
      await writeFile(config, before)
      const folder = join(project.root, '.wrangler')
      const files = (await readdir(folder)).filter((name) => name.startsWith('remote'))
      const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
      expect(texts.map((text) => JSON.parse(text).name).sort()).toEqual(['kesako', 'kesako-preview'])
    })
  }

  test('-- --preview takes no address of the first site', async () => {
    const config = join(project.root, 'wrangler.toml')
    await writeFile(config, (await readFile(config, 'utf8')).replace('# routes = ', 'routes = '))
    expect(unstable_readConfig({ config }).routes).toMatchObject([{ custom_domain: true }])
    expect(unstable_readConfig({ config, env: 'preview' }).routes).toEqual([])
  })

  test('refuses an address that is only an example, and pages that wait for what only the organisers know', async () => {
    const { code, output } = await project.run('deploy')
    expect(code).toBe(1)
    expect(output).toContain('url dans content/site.yml')
    expect(output).toMatch(/legal\.publisher[\s\S]*Rien n’a été envoyé/)
    expect(output).not.toContain('Envoyer le programme')
  })
})
