import { spawn, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { programEntries } from '../../cli/fresh-event/copy-program'
import { slugOf } from '../../cli/fresh-event/questions'
import { projectRoot } from '../../cli/project'
import { isLong } from '../support/amount'
import { copyProject, type ProjectCopy } from '../support/project-copy'

let project: ProjectCopy
/** A folder beside the project. */
let beside: string
beforeAll(async () => {
  project = await copyProject()
  beside = await mkdtemp(join(tmpdir(), 'kesako-beside-'))
})
afterAll(() => Promise.all([project.remove(), rm(beside, { recursive: true })]))

/** What git says in the project's folder; nothing where there is no git, or none that knows it. */
function git(...args: string[]): string {
  return spawnSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).stdout ?? ''
}

const event = [
  '--name',
  'Fête de l’eau',
  '--start',
  '2027-05-20',
  '--end',
  '2027-05-21',
  '--themes',
  'Œuvres, Mer, mer, Œuvres',
]

async function expectBuilds(folder: string): Promise<void> {
  await symlink(join(project.root, 'node_modules'), join(beside, folder, 'node_modules'))
  const { status, stdout, stderr } = npmRun('build', folder)
  expect([status, stdout + stderr]).toEqual([0, expect.not.stringContaining(': faute :')])
}

function npmRun(name: string, folder: string, ...args: string[]) {
  return spawnSync('npm', ['run', name, '--', ...args], { cwd: join(beside, folder), encoding: 'utf8' })
}

test('makes an event that builds at once, with a page for each day and nothing of this one', async () => {
  const { code, output } = await project.run('new', [join(beside, 'fresh'), '--timezone', 'America/Halifax', ...event])
  expect([code, output]).toEqual([0, expect.stringContaining('est prêt')])
  expect(output).toContain('en français, aux heures de America/Halifax')
  await expectBuilds('fresh')
  const settings = await readFile(join(beside, 'fresh/content/site.yml'), 'utf8')
  expect(settings).not.toMatch(/forum|brest|europe/i)
  expect(settings).toContain('id: oeuvres')
  expect(settings).toContain('timezone: America/Halifax')
  expect(settings).toContain('contact: mailto:securite@fete-de-l-eau.example')
  expect(await readFile(join(beside, 'fresh/dist/participants/index.html'), 'utf8')).toContain('fete-de-l-eau.example/')
  expect(await readdir(join(beside, 'fresh/content/sessions'))).toContain('jour-2027-05-21.md')
  expect(await readFile(join(beside, 'fresh/wrangler.toml'), 'utf8')).toContain('name = "fete-de-l-eau-preview"')
})

if (isLong) {
  test('makes the same of an event that has become another, and takes along what its organisers are', async () => {
    const another = await copyProject()
    onTestFinished(() => another.remove())
    const content = join(another.root, 'content')
    await rm(content, { recursive: true })
    await mkdir(content)
    await writeFile(
      join(content, 'charte.md'),
      '# Nos règles\n\nCelles de la Nuit du son, et [le plan](plan-du-site.md).\n',
    )
    await writeFile(
      join(content, 'site.yml'),
      `name: Nuit du son
lang: en
timezone: Indian/Reunion
licence: { id: CC0-1.0, name: CC0 1.0, url: 'https://creativecommons.org/publicdomain/zero/1.0/' }
nav: [{ path: /our-map/, label: Map }]
footer: [{ path: /thanks/, label: Thanks }]
retention: { rejected: 30 }
legal: { publisher: Les amis du son, contact: nobody }
`,
    )
    expect((await another.run('new', [join(beside, 'of-another'), ...event])).code).toBe(0)
    await expectBuilds('of-another')
    let newest = 'of-another'
    if (isLong) {
      newest = 'third'
      expect(npmRun('new', 'of-another', join(beside, newest), ...event).status).toBe(0)
      await expectBuilds(newest)
    }
    const settings = await readFile(join(beside, newest, 'content/site.yml'), 'utf8')
    expect(parse(settings)).toMatchObject({
      lang: 'fr',
      timezone: 'Indian/Reunion',
      licence: { id: 'CC0-1.0', name: 'CC0 1.0' },
      retention: { rejected: 30, spam: 30 },
      legal: { publisher: 'Les amis du son', contact: '' },
    })
    const [written, ofThis] = await Promise.all(
      [join(beside, newest), project.root].map((root) => readFile(join(root, 'content/charte.md'), 'utf8')),
    )
    expect(written).toBe(ofThis)
  })
}

if (isLong) {
  test('needs nothing of content/, and takes nothing of settings that cannot be read', async () => {
    const another = await copyProject()
    onTestFinished(() => another.remove())
    await rm(join(another.root, 'content'), { recursive: true })
    const ofMachine = { TZ: 'America/Halifax' }
    const none = await another.run('new', [join(beside, 'of-none'), ...event], ofMachine)
    await mkdir(join(another.root, 'content'))
    await writeFile(join(another.root, 'content/site.yml'), 'timezone: Indian/Reunion\nlegal: [\n')
    const unreadable = await another.run('new', [join(beside, 'of-unreadable'), ...event], ofMachine)
    expect([unreadable.code, none.code]).toEqual([0, 0])
    const [first, second] = await Promise.all(
      ['of-unreadable', 'of-none'].map((name) => readFile(join(beside, name, 'content/site.yml'), 'utf8')),
    )
    expect(first).toBe(second)
    expect(first).toContain('timezone: America/Halifax')
  })
}

if (isLong) {
  test('leaves what site.yml may say later as examples, which hold once their # is taken away', async () => {
    expect((await project.run('new', [join(beside, 'open'), ...event, '--themes', ''])).code).toBe(0)
    const path = join(beside, 'open/content/site.yml')
    const settings = await readFile(path, 'utf8')
    expect(settings).not.toMatch(/^\w+: [{[]/m)
    await cp(join(project.root, 'content/partage.png'), join(beside, 'open/content/partage.png'))
    await writeFile(path, settings.replace(/^#(?=\S| {2})/gm, ''))
    await expectBuilds('open')
    const index = JSON.parse(await readFile(join(beside, 'open/dist/_index.json'), 'utf8'))
    expect(index.site).toMatchObject({
      themes: [{ id: 'low-tech', name: 'Low-tech' }],
      share: { image: '/partage.png' },
      redirects: { '/ancienne-page/': '/premiers_pas/' },
    })
  })
}

test('takes the program along, and nothing else that stands in the folder', async () => {
  const own = ['sauvegarde.ndjson', 'forum.zip', '.dev.vars', 'etat/v3/d1']
  await mkdir(join(project.root, 'etat/v3'), { recursive: true })
  for (const name of own) await writeFile(join(project.root, name), 'a text that nobody published')
  expect((await project.run('new', [join(beside, 'alone'), ...event])).code).toBe(0)
  for (const name of ['etat', ...own]) await rm(join(project.root, name), { recursive: true, force: true })
  const expected = (await readdir(project.root)).filter((name) => programEntries.has(name))
  expect((await readdir(join(beside, 'alone'))).sort()).toEqual([...expected, 'content'].sort())
})

// Whoever unpacked the program instead of cloning it has no list to hold this one to.
const tracked = git('ls-files', '-z')
if (tracked !== '') {
  test('knows every entry of the program', () => {
    const entries = new Set(tracked.split('\0').map((path) => path.replace(/\/.*/, '')))
    expect([...programEntries, 'content', ''].sort()).toEqual([...entries].sort())
  })

  test('git takes neither the backups nor the archives that the guide makes', () => {
    const made = ['sauvegarde.ndjson', 'sauvegarde.ndjson.123-whole', 'forum.zip', 'forum.zip.123-whole']
    expect(git('check-ignore', '--no-index', ...made).split('\n')).toEqual([...made, ''])
  })
}

if (isLong) {
  test('whose program is replaced by a newer one runs no test of the forum’s pages', async () => {
    const updated = join(beside, 'updated')
    expect((await project.run('new', [updated, ...event])).code).toBe(0)
    for (const name of programEntries) {
      if (name !== 'wrangler.toml') await cp(join(projectRoot, name), join(updated, name), { recursive: true })
    }
    await symlink(join(projectRoot, 'node_modules'), join(updated, 'node_modules'))
    const testsOf = (folder: string) =>
      spawnSync('node_modules/.bin/vitest', ['list', '--filesOnly'], { cwd: folder, encoding: 'utf8' }).stdout.split(
        '\n',
      )
    const [here, there] = [testsOf(projectRoot), testsOf(updated)]
    const kept = 'test/cli/import-a-schedule.test.ts'
    expect([here.includes(kept), there.includes(kept)]).toEqual([true, true])
    const name = relative(projectRoot, import.meta.filename)
    expect([here.includes(name), there.includes(name)]).toEqual([true, false])
  })
}

test('never writes into a folder that holds something, and says what is wrong with a date or a time zone', async () => {
  expect(await project.run('new', [join(beside, 'fresh'), ...event])).toMatchObject({
    code: 1,
    output: expect.stringContaining('n’est pas vide'),
  })
  expect(await project.run('new', ['within', ...event])).toMatchObject({
    code: 1,
    output: expect.stringContaining('choisissez-en un à côté'),
  })
  const wrong = await project.run('new', [join(beside, 'other'), '--start', '2027-02-30'])
  expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('n’est pas un jour') })
  const nowhere = await project.run('new', [join(beside, 'other'), '--timezone', 'america/halifax'])
  expect(nowhere).toMatchObject({ code: 1, output: expect.stringContaining('écrivez un nom comme America/Halifax') })
  expect(await readdir(beside)).not.toContain('other')
})

test('makes of a long name one that a host can bear', () => {
  const long = 'Rencontres nationales des communs numer et'
  expect(slugOf(long)).toBe('rencontres-nationales-des-communs-numer')
  expect(slugOf(`${'—'.repeat(50)} ${long}`)).toBe(slugOf(long))
})

test('says what to type next, whatever the folder is called', async () => {
  const { output } = await project.run('new', [join(beside, "L’eau et l'air"), ...event])
  expect(output).toContain(`cd '${beside}/L’eau et l'\\''air'\n`)
})

test('says that a file is no folder, and that an address with a path is none of a site', async () => {
  await writeFile(join(beside, 'file'), '')
  const onFile = await project.run('new', [join(beside, 'file'), ...event])
  expect(onFile).toMatchObject({ code: 1, output: expect.stringContaining('file est un fichier') })
  expect(onFile.output).not.toContain('    at ')
  const below = await project.run('new', [join(beside, 'other'), '--url', 'https://a.example/b', ...event])
  expect(below).toMatchObject({ code: 1, output: expect.stringContaining('n’est pas une adresse') })
})

if (isLong) {
  test('killed half way leaves the folder as it was, and the next one starts anew', async () => {
    const target = join(beside, 'killed')
    await mkdir(target)
    // Another one is making the same event.
    await mkdir(`${target}.${process.pid}-whole`)
    const settings = join(project.root, 'content/site.yml')
    await rename(settings, `${settings}.kept`)
    // Who opens it waits for the other end: here for the command to have come this far.
    spawnSync('mkfifo', [settings])
    const half = spawn('node', ['--import', 'tsx/esm', 'cli/new.ts', target, ...event], { cwd: project.root })
    const otherEnd = await open(settings, 'w')
    half.kill('SIGKILL')
    await new Promise((resolve) => half.on('close', resolve))
    await otherEnd.close()
    await rename(`${settings}.kept`, settings)
    expect(await readdir(target)).toEqual([])

    expect(await project.run('new', [target, ...event])).toMatchObject({ code: 0 })
    expect(await readdir(target)).toEqual(expect.arrayContaining(['package.json', 'content']))
    const left = (await readdir(beside)).filter((name) => name.startsWith('killed.'))
    expect(left).toEqual([`killed.${process.pid}-whole`])
  })
}

const itsTestsPass = async () => {
  for (const name of ['test', 'biome.json', 'vitest.config.ts', 'docs']) {
    await cp(join(import.meta.dirname, '../..', name), join(project.root, name), { recursive: true })
  }
  expect((await project.run('new', [join(beside, 'tested'), ...event])).code).toBe(0)
  await symlink(join(project.root, 'node_modules'), join(beside, 'tested/node_modules'))
  const child = spawn('npm', ['test'], { cwd: join(beside, 'tested'), stdio: 'inherit' })
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
}
// As long as all the others together.
if (isLong) test('its npm test passes', { timeout: 900_000 }, itsTestsPass)
