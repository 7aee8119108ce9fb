import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amount, isLong } from '../support/amount'
import { copyProject, type ProjectCopy, type Started } from '../support/project-copy'

let project: ProjectCopy
beforeAll(async () => {
  project = await copyProject()
})
afterAll(() => project.remove())

/** The file in which a folder of data keeps its D1. */
async function databaseIn(state: string): Promise<DatabaseSync> {
  const folder = join(project.root, state, 'v3/d1/miniflare-D1DatabaseObject')
  const file = (await readdir(folder)).find((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
  return new DatabaseSync(join(folder, file ?? ''))
}

describe('beside a running site', () => {
  let site: Started
  let before: Map<string, string>
  beforeAll(async () => {
    site = await project.start({ DEMO: '1' })
    const list = (await (await fetch(`${site.url}/api/notes?limit=100`)).json()) as { items: { id: string }[] }
    const paths = [
      '/',
      '/actes.epub',
      '/archive.zip',
      '/api/notes?limit=100',
      ...list.items.map(({ id }) => `/notes/${id}/`),
    ]
    before = await answers(paths)
  })

  async function answers(paths: string[]): Promise<Map<string, string>> {
    const all = new Map<string, string>()
    for (const path of paths) {
      const response = await fetch(site.url + path)
      all.set(path, `${response.status}\n${await response.text()}`)
    }
    return all
  }

  test('npm run import and npm run archive work, from whatever folder of the project they are typed', async () => {
    await mkdir(join(project.root, 'kept'))
    await writeFile(join(project.root, 'kept/pad.txt'), 'Une note venue d’un pad.')
    const inKept = (name: string, ...args: string[]) => project.run(name, args, {}, { from: 'kept' })
    const imported = await inKept('import', 'pad', 'pad.txt', '--page', '/sessions/hors-programme/')
    expect(imported).toMatchObject({ code: 0, output: expect.stringContaining('licence à confirmer') })
    if (isLong) expect((await inKept('archive', 'forum.zip', '--dry-run')).output).toContain('l’archive ferait')
    expect((await inKept('archive', 'forum.zip')).code).toBe(0)
    const archive = await readFile(join(project.root, 'kept/forum.zip'))
    expect(Object.keys(unzipSync(archive))).toContain('site/index.html')
    if (isLong) {
      const back = await inKept('import', 'archive', 'forum.zip')
      expect(back).toMatchObject({ code: 1, output: expect.stringContaining('a déjà des notes') })
    }
  }, 90_000)

  test.each(['backup', 'archive'].slice(0, amount({ slice: 1, whole: 2 })))(
    'npm run %s says which folder is missing',
    async (name) => {
      const { code, output } = await project.run(name, ['nulle-part/forum'])
      expect([code, output]).toEqual([
        1,
        expect.stringMatching(/Le dossier .*nulle-part n’existe pas : créez-le d’abord/),
      ])
      expect(output).not.toContain('    at ')
    },
  )

  test('a backup is made, restored into another folder, and answers every address there as before', async () => {
    expect(await project.run('backup', ['a.ndjson'])).toMatchObject({ code: 0 })
    await site.stop('SIGTERM')
    const elsewhere = { STATE_DIR: join(project.root, 'elsewhere') }
    const { code, output } = await project.run('restore', ['a.ndjson'], elsewhere)
    expect([code, output]).toEqual([0, expect.stringContaining('chaque adresse répond comme avant')])
    site = await project.start(elsewhere)
    expect(await answers([...before.keys()])).toEqual(before)
    if (isLong) {
      await project.run('backup', ['b.ndjson'], elsewhere)
      const [a, b] = await Promise.all(['a', 'b'].map((name) => readFile(join(project.root, `${name}.ndjson`), 'utf8')))
      expect(b).toBe(a)
    }
    await site.stop('SIGTERM')
  }, 90_000)

  if (isLong) {
    test('a backup is not restored where notes are, and a file that is none is refused in one sentence', async () => {
      const { code, output } = await project.run('restore', ['a.ndjson'])
      expect([code, output]).toEqual([1, expect.stringContaining('n’est pas vide')])
      expect(await project.run('restore', ['package.json'])).toMatchObject({
        code: 1,
        output: expect.stringMatching(/n’est pas une sauvegarde|est abîmée/),
      })
    })
  }
})

if (isLong) {
  describe('npm start on the data of another version', () => {
    test('brings older data up to date and keeps what is in it', async () => {
      const migrations = join(project.root, 'worker/migrations')
      const later = (await readdir(migrations)).filter((name) => name > '0002')
      await mkdir(join(project.root, 'later'))
      for (const name of later) await rename(join(migrations, name), join(project.root, 'later', name))
      const wrangler = spawn(
        join(project.root, 'node_modules/.bin/wrangler'),
        ['d1', 'migrations', 'apply', 'DB', '--local', '--env=', '--persist-to', 'older'],
        { cwd: project.root, stdio: 'ignore' },
      )
      expect(await new Promise((resolve) => wrangler.on('close', resolve))).toBe(0)
      const db = await databaseIn('older')
      db.exec(`INSERT INTO moderators (name, key_hash, created_at) VALUES ('Naïg', 'k', '2022-07-05T00:00:00.000Z')`)
      db.close()
      for (const name of later) await rename(join(project.root, 'later', name), join(migrations, name))

      const older = { STATE_DIR: join(project.root, 'older') }
      // Before that, to look at it changes nothing.
      expect((await project.run('moderator', ['list'], older)).output).toContain('Naïg (modération)')
      const before = await databaseIn('older')
      expect(before.prepare('SELECT max(name) AS last FROM d1_migrations').get()).toEqual({ last: '0001_notes.sql' })
      before.close()
      const site = await project.start(older)
      await site.stop('SIGTERM')
      expect((await project.run('moderator', ['list'], older)).output).toContain('Naïg (modération)')
    })

    test('keeps in the base which index was written last, and npm run publish goes by that', async () => {
      const older = { STATE_DIR: join(project.root, 'older') }
      const db = await databaseIn('older')
      const lastIndex = () => db.prepare(`SELECT detail FROM upkeep WHERE what = 'publish'`).get()
      const published = lastIndex()
      expect(published).toEqual({ detail: expect.stringMatching(/^[0-9a-f]{32}$/) })
      db.exec(`UPDATE upkeep SET detail = 'another' WHERE what = 'publish'`)
      const saysNothingChanged = async () =>
        (await project.run('publish', [], older)).output.includes('rien n’avait changé')
      expect([await saysNothingChanged(), await saysNothingChanged()]).toEqual([false, true])
      expect(lastIndex()).toEqual(published)
      db.close()
    })

    test('stops on newer data with a sentence, and changes nothing', async () => {
      const db = await databaseIn('older')
      db.exec(`INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')`)
      db.close()
      const { code, output } = await project.run('start', [], { STATE_DIR: join(project.root, 'older') })
      expect(code).toBe(1)
      expect(output).toContain('viennent d’une version plus récente de Kesako (9999_later.sql)')
      expect(output).not.toContain('    at ')
    })
  })
}
