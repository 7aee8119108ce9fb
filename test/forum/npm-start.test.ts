import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amount, isLong } from '../support/amount'
import { copyProject, type ProjectCopy, type Started } from '../support/project-copy'

/** One site through its day: each test goes on from what the one before left. */

let project: ProjectCopy
let site: Started
beforeAll(async () => {
  project = await copyProject()
  site = await project.start({ DEMO: '1' })
})
afterAll(() => project.remove())

const page = async (path: string) => (await fetch(site.url + path)).text()
const sendNote = (page = '/sessions/hors-programme/') =>
  fetch(`${site.url}/api/notes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ page, body: 'Une note.', licence: 'CC-BY-SA-4.0' }),
  })
const soon = { timeout: 50_000, interval: 200 }

test('serves the forum’s pages, and no address of the development server', async () => {
  expect(await page('/sessions/mercredi_06072022/')).toContain('Mercredi 6\u00a0juillet')
  for (const path of [
    '/cdn-cgi/handler/scheduled',
    '/cdn-cgi/local/scheduled',
    '/cdn-cgi/mf/scheduled',
    '/__scheduled',
  ]) {
    expect((await fetch(site.url + path)).status).toBe(404)
  }
})

test('DEMO=1 fills the empty database with notes in every state, and prints a key that opens them', async () => {
  expect((await page('/sessions/contextes-et-approches-low-tech/')).match(/id="note-/g)).toHaveLength(20)
  const key = /une seule fois :\n([\w-]{32})\n/.exec(site.said)?.[1]
  const headers = { Authorization: `Bearer ${key}` }
  const stats = await fetch(`${site.url}/api/admin/stats`, { headers })
  const { byStatus } = (await stats.json()) as { byStatus: Record<string, number> }
  expect(Object.keys(byStatus)).toEqual(['pending', 'published', 'rejected', 'returned', 'spam', 'withdrawn'])
  expect(Object.values(byStatus).reduce((sum, notes) => sum + notes)).toBe(47)

  const queue = await fetch(`${site.url}/api/admin/notes?status=pending&limit=100`, { headers })
  const { items } = (await queue.json()) as { items: { kind: string; flags: string[] }[] }
  expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['note', 'revision', 'report']))
  const flags = new Set(items.flatMap(({ flags }) => flags.map((flag) => flag.split(':')[0])))
  expect([...flags].sort()).toEqual(['device', 'fast', 'imported', 'links', 'near', 'no-stamp', 'trap'])
})

test('DEMO=1 leaves a note without its name, one that is gone from the site, and one that a colleague reads now', async () => {
  const key = /une seule fois :\n([\w-]{32})\n/.exec(site.said)?.[1] ?? ''
  const headers = { Authorization: `Bearer ${key}` }
  const audit = await fetch(`${site.url}/api/admin/audit?limit=100`, { headers })
  const { items } = (await audit.json()) as { items: { action: string; noteId: string }[] }
  const unpublished = items.find(({ action }) => action === 'unpublish')
  expect((await fetch(`${site.url}/notes/${unpublished?.noteId}/`)).status).toBe(410)

  const climate = await page('/api/notes?page=/sessions/climat-agir-localement/')
  const { items: notes } = JSON.parse(climate) as { items: { author: string | null; body: string }[] }
  expect(notes.find(({ body }) => body.startsWith('Les mares du bourg'))?.author).toBeNull()

  const signedIn = await fetch(`${site.url}/moderation/connexion/`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: site.url },
    body: new URLSearchParams({ key }),
  })
  const queue = await fetch(`${site.url}/moderation/`, {
    headers: { Cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
  })
  expect(await queue.text()).toContain('Malo relit depuis')
})

test('the sample notes that were refused came today, so that the times of site.yml leave their texts', async () => {
  const key = /une seule fois :\n([\w-]{32})\n/.exec(site.said)?.[1]
  const headers = { Authorization: `Bearer ${key}` }
  const answer = await fetch(`${site.url}/api/admin/notes?status=rejected`, { headers })
  const { items } = (await answer.json()) as { items: { createdAt: string }[] }
  const age = Date.now() - Date.parse(items[0]?.createdAt ?? '')
  expect(age).toBeLessThan(2 * 60 * 60_000)
})

test('a change under content/ shows without a restart', async () => {
  await appendFile(join(project.root, 'content/credits.md'), '\nUne phrase de plus.\n')
  await expect.poll(() => page('/credits/'), soon).toContain('Une phrase de plus.')
})

test('a fault in content/ leaves the site as it was', async () => {
  const path = join(project.root, 'content/credits.md')
  const text = await readFile(path, 'utf8')
  await writeFile(path, `${text}\n[Fautive](nulle-part.md)\n`)
  await expect.poll(() => site.saying(), soon).toContain('« npm run build » a échoué')
  expect(await page('/credits/')).not.toContain('Fautive')
  expect(await page('/credits/')).toContain('Une phrase de plus.')
  await writeFile(path, text)
})

/** Changes one of the program's own words. */
async function rename(from: string, to: string, file = 'worker/site/strings/fr/site.ts'): Promise<void> {
  const path = join(project.root, file)
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
}

test('a change under worker/ shows without a restart, on each page that the program makes, though no text changed', async () => {
  await rename('Cette page n’existe pas', 'Page inconnue')
  await rename('Aller au contenu', 'Droit au texte')
  await expect.poll(() => page('/rien/').catch(() => ''), soon).toContain('Page inconnue')
  for (const path of ['/', '/credits/']) {
    await expect.poll(() => page(path).catch(() => ''), soon).toContain('Droit au texte')
  }
})

if (isLong) {
  test('so does a file of public/, be it new or another than before', async () => {
    const script = () => fetch(`${site.url}/writing.js`)
    const ETag = (await script()).headers.get('ETag')
    await appendFile(join(project.root, 'public/writing.js'), '// Une ligne de plus.\n')
    await writeFile(join(project.root, 'public/neuf.txt'), 'Un fichier de plus.')
    await expect.poll(() => page('/neuf.txt').catch(() => ''), soon).toBe('Un fichier de plus.')
    expect((await script()).headers.get('ETag')).not.toBe(ETag)
  })

  test('so does one of the API, which the build describes', async () => {
    await rename('Envoyer une note', 'Ce qu’un programme envoie', 'worker/openapi/words/fr.ts')
    await expect.poll(() => page('/api/'), soon).toContain('Ce qu’un programme envoie')
  })
}

test('a second one on the same data says so and stops', async () => {
  const { code, output } = await project.run('start')
  expect(code).toBe(1)
  expect(output).toContain('Un autre « npm start »')
})

test('a port that is taken is told at once, with a way on', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const { code, output } = await project.run('start', [], {
    PORT: String(port),
    STATE_DIR: join(project.root, 'other'),
  })
  expect(code).toBe(1)
  expect(output).toContain(`Le port ${port} est déjà pris`)
  taken.close()
})

test('commands that write beside a burst of notes succeed, and so does every note', async () => {
  const statuses: number[] = []
  let isOver = false
  // As fast as the limit of one address allows: ten a second.
  const senders = Array.from({ length: 2 }, async () => {
    while (!isOver) {
      statuses.push((await sendNote()).status)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })
  const commands: [told: string, name: string, ...args: string[]][] = [
    ['Goéland', 'moderator', 'add', 'Goéland', '--organiser'],
    ['rien n’avait changé', 'publish'],
    ['', 'repair'],
    ['', 'moderator', 'revoke', 'Goéland'],
  ]
  for (const [told, name, ...args] of commands.slice(0, amount({ slice: 2, whole: commands.length }))) {
    expect(await project.run(name, args)).toMatchObject({ code: 0, output: expect.stringContaining(told) })
  }
  isOver = true
  await Promise.all(senders)
  expect(new Set(statuses)).toEqual(new Set([201]))
}, 90_000)

if (isLong) {
  test('the licence that notes were given under stays: another is refused, and nothing published', async () => {
    expect((await sendNote()).status).toBe(201)
    const path = join(project.root, 'content/site.yml')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('id: CC-BY-SA-4.0', 'id: CC0-1.0'))
    const built = () => readFile(join(project.root, 'dist/_index.json'), 'utf8').catch(() => '')
    await expect.poll(built, soon).toContain('CC0-1.0')
    const { code, output } = await project.run('publish')
    expect(code).toBe(1)
    expect(output).toContain('des notes ont été données sous CC-BY-SA-4.0')
    expect(await page('/api/openapi.json')).not.toContain('CC0-1.0')
    await writeFile(path, text)
    await expect.poll(built, soon).not.toContain('CC0-1.0')
  })

  test('a page with notes that goes by a redirect alone is told, with the id that would keep them', async () => {
    const path = join(project.root, 'content/site.yml')
    const text = await readFile(path, 'utf8')
    await writeFile(join(project.root, 'content/passage.md'), '---\ntitle: De passage\nnotes: open\n---\n')
    await expect.poll(async () => (await sendNote('/passage/')).status, soon).toBe(201)
    await rm(join(project.root, 'content/passage.md'))
    await expect.poll(() => site.saying(), soon).toContain('ne sont plus dans content/ : /passage/\n')
    await writeFile(path, text.replace('redirects:\n', 'redirects:\n  /passage/: /\n'))
    await expect.poll(() => site.saying(), soon).toContain('écrivez dans son en-tête :\nid: /passage/\n')
  })
}

describe('a file that another process writes for seconds', () => {
  /** Holds D1's or KV's file as a command would that writes much. */
  async function whileHeld<T>(store: 'd1' | 'kv', seconds: number, work: () => Promise<T>): Promise<T> {
    const folder = join(project.root, 'state/v3', store)
    const files = (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{64}\.sqlite$/.test(name))
    expect(files).toHaveLength(1)
    const file = new DatabaseSync(join(folder, files[0] ?? ''))
    file.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE')
    setTimeout(() => file.exec('ROLLBACK'), seconds * 1_000)
    try {
      return await work()
    } finally {
      file.close()
    }
  }
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(site.url + path, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: cookie },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })

  test('is waited for by whoever sends, signs in, opens a note or decides', async () => {
    const key = /une seule fois :\n([\w-]{32})\n/.exec(site.said)?.[1] ?? ''
    const signedIn = await post('/moderation/connexion/', { key })
    const Cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const { id } = (await (await sendNote()).json()) as { id: string }
    const answers = await whileHeld('d1', 2, () =>
      Promise.all([
        sendNote(),
        post('/contribuer/', { page: '/sessions/hors-programme/', body: 'Oui.', licence: 'on', intent: 'send' }),
        post('/moderation/connexion/', { key }),
        fetch(`${site.url}/moderation/notes/${id}/`, { headers: { Cookie } }),
        post(`/moderation/notes/${id}/decisions/`, { version: '1', action: 'approve' }, Cookie),
      ]),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 303, 303, 200, 303])
  })

  if (isLong) {
    test('is waited for by a publication and by a command, too', async () => {
      await whileHeld('kv', 5, async () => {
        await appendFile(join(project.root, 'content/credits.md'), '\nUne autre phrase.\n')
        await expect.poll(() => page('/credits/'), soon).toContain('Une autre phrase.')
      })
      expect(await whileHeld('d1', 4, () => project.run('moderator', ['add', 'Sterne']))).toMatchObject({ code: 0 })
    })
  }
})

/** What runs of the commands that the start runs, by name. */
const running = () => {
  const { stdout } = spawnSync('pgrep', ['-af', `${project.root}/`], { encoding: 'utf8' })
  return [...stdout.matchAll(/cli\/(\w+)\.ts|(wrangler) deploy/g)].map(([, script, program]) => script ?? program)
}

/** @returns What it said from its start to its end. */
async function expectCleanStop(signal: NodeJS.Signals): Promise<string> {
  const { code, output } = await site.stop(signal)
  expect(code).toBe(0)
  expect(running()).toEqual([])
  await expect(fetch(site.url)).rejects.toThrow('fetch failed')
  return output
}

test('Ctrl-C stops it cleanly, and it starts again on the same data, with what was changed meanwhile and since', async () => {
  const notes = () => page('/sessions/contextes-et-approches-low-tech/').then((html) => html.match(/id="note-/g))
  const before = await notes()
  await expectCleanStop('SIGINT')
  await rename('Page inconnue', 'Rien à cette adresse')
  const { mtimeMs } = await stat(join(project.root, 'dist'))
  const starting = project.start()
  await expect.poll(async () => (await stat(join(project.root, 'dist'))).mtimeMs, soon).not.toBe(mtimeMs)
  await appendFile(join(project.root, 'content/contact.md'), '\nÉcrit pendant qu’il démarre.\n')
  site = await starting
  expect(await notes()).toEqual(before)
  expect(await page('/rien/')).toContain('Rien à cette adresse')
  await expect.poll(() => page('/contact/'), soon).toContain('Écrit pendant qu’il démarre.')
})

test('every note that was promised is there after all processes were killed in mid-burst', async () => {
  const receipts: string[] = []
  const note = { page: '/sessions/hors-programme/', body: 'Une note.' }
  const sendByApi = async () => {
    const response = await fetch(`${site.url}/api/notes`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...note, licence: 'CC-BY-SA-4.0' }),
    })
    if (response.status === 201) receipts.push(response.headers.get('Location') ?? '')
  }
  const sendByForm = async () => {
    const body = new URLSearchParams({ ...note, licence: 'on', intent: 'send' })
    const response = await fetch(`${site.url}/contribuer/`, { method: 'POST', body, redirect: 'manual' })
    if (response.status === 303) receipts.push(response.headers.get('Location') ?? '')
  }
  // Each goes on until its line is cut; what was under way then was promised to nobody.
  const senders = Array.from({ length: 8 }, async (_, n) => {
    for (;;) await (n % 2 === 0 ? sendByApi() : sendByForm())
  })
  const cut = Promise.allSettled(senders)
  await expect.poll(() => receipts.length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(50)
  await site.killAll()
  await cut
  site = await project.start()
  const found = await Promise.all(receipts.map(async (receipt) => (await fetch(site.url + receipt)).status))
  expect(found).toEqual(receipts.map(() => 200))
})

if (isLong) {
  test('its own process killed, nothing of it is left running, and it starts again on the same port', async () => {
    process.kill(Number(await readFile(join(project.root, 'state/kesako.pid'), 'utf8')), 'SIGKILL')
    await expect
      .poll(
        () =>
          fetch(site.url).then(
            () => 'answers',
            () => 'gone',
          ),
        soon,
      )
      .toBe('gone')
    site = await project.start()
    expect((await fetch(`${site.url}/`)).status).toBe(200)
  })
}

test('SIGTERM stops it cleanly, and the rebuilding of a page that was changed', async () => {
  await appendFile(join(project.root, 'content/credits.md'), '\nUne dernière phrase.\n')
  await expect.poll(running, { ...soon, interval: 20 }).toEqual(['build'])
  expect((await expectCleanStop('SIGTERM')).match(/^publié/gm)).toHaveLength(1)
})

if (isLong) {
  const pid = () => readFile(join(project.root, 'state/kesako.pid'), 'utf8').then(Number, () => 0)
  test.each(['build', 'wrangler', 'publish'])(
    'SIGTERM before it is ready ends it as cleanly, while %s works',
    async (name) => {
      await rm(join(project.root, 'state/bundle'), { recursive: true, force: true })
      const ended = project.run('start')
      await expect.poll(pid, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
      await expect.poll(running, { timeout: 20_000, interval: 20 }).toContain(name)
      process.kill(await pid(), 'SIGTERM')
      const { code, output } = await ended
      expect([code, output.match(/^ready|^publié|a échoué/m)]).toEqual([0, null])
      expect(await pid()).toBe(0)
      expect(running()).toEqual([])
    },
  )

  test('so it does while sample notes are made', async () => {
    const ended = project.run('start', [], { DEMO: '1', STATE_DIR: join(project.root, 'other') })
    await expect.poll(() => page('/nouveautes/').catch(() => ''), { ...soon, interval: 50 }).toContain('href="/notes/')
    process.kill(Number(await readFile(join(project.root, 'other/kesako.pid'), 'utf8')), 'SIGTERM')
    const { code, output } = await ended
    expect([code, output.includes('ready')]).toEqual([0, false])
  })
}

if (isLong) {
  test('killed before it is ready, it leaves nothing running that keeps the port', async () => {
    const { port } = new URL(site.url)
    const isStarted = () => spawnSync('pgrep', ['-f', `workerd serve.*=127.0.0.1:${port} `]).status === 0
    const isOpen = async () => {
      const socket = connect(Number(port), '127.0.0.1')
      const opened = await once(socket, 'connect').then(
        () => true,
        () => false,
      )
      socket.destroy()
      return opened
    }
    const ended = project.run('start')
    await expect.poll(isStarted, { timeout: 20_000, interval: 5 }).toBe(true)
    const pid = Number(await readFile(join(project.root, 'state/kesako.pid'), 'utf8'))
    while (!(await isOpen())) await setImmediate()
    // The site answers, and who started it has not heard so yet.
    process.kill(pid, 'SIGSTOP')
    expect((await fetch(site.url)).status).toBe(200)
    process.kill(pid, 'SIGKILL')
    expect((await ended).output).not.toContain('ready')
    await expect.poll(isOpen, soon).toBe(false)
  })
}
