import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CommandError, command } from './command'
import { fillWithDemo } from './demo/fill'
import { localBundle } from './local-bundle'
import { localSecret } from './local-secret'
import { type LocalServer, startLocalServer } from './local-server'
import { projectRoot } from './project'
import { runScript } from './run-script'
import { expectRoom, usableStateFolder } from './state-folder'
import { takeStateLock } from './state-lock'
import { stopSignals } from './stop-signals'
import { type Look, lookAt, watchFolders } from './watch-folders'

/** The edge's cron is `* * * * *`. */
const CRON_MS = 60_000

/** Stopping takes a twentieth of a second; past this it hangs. */
const STOP_MS = 5_000

/** What a page is made with: the text, or the program that turns it into a page and describes its API there. */
const pageFolders = ['content', 'public', 'worker'].map(inProject)

/** What the server is started with: the Worker, and the platform's list of files that it serves as they are. */
const serverFolders = ['public', 'worker'].map(inProject)

/** Aborted at Ctrl-C or SIGTERM: whatever runs then for this process ends with it. */
const stopping = new AbortController()
const { signal } = stopping
const stopped = once(signal, 'abort')
for (const each of stopSignals) {
  // Under npm one Ctrl-C arrives twice, from the terminal and from npm: further ones change nothing.
  process.on(each, () => {
    setTimeout(() => process.exit(1), STOP_MS).unref()
    stopping.abort()
  })
}

await command(
  {
    name: 'npm start',
    about: `
Construit content/, prépare la base, publie les pages et sert tout le site sur http://127.0.0.1:8787, KV et D1
simulés sur le disque. Un changement dans content/ ou worker/ se voit sans relancer. Ctrl-C arrête.

  PORT        un autre port que 8787
  STATE_DIR   un autre dossier que .wrangler/state pour les données
  DEMO=1      remplit une base vide de notes d’exemple et montre une clé de modération`,
  },
  async () => {
    const port = portFrom(process.env.PORT)
    const folder = await usableStateFolder()
    await expectRoom()
    const release = await takeStateLock(folder)
    try {
      await expectFree(port)
      const before = { pages: await lookAt(pageFolders), server: await lookAt(serverFolders) }
      await allEnded([runScript('build', [], { signal }), localBundle({ signal })])
      await runScript('publish', [], { signal })
      await serve(port, before)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      release()
    }
    return 0
  },
)

// Sample notes that are half made would go on asking stores that are gone.
if (signal.aborted) process.exit()

/** @param before What stood there when it began: what was saved while it started is shown, too. */
async function serve(port: number, before: Record<'pages' | 'server', Look>): Promise<void> {
  const server = await startLocalServer(port, signal)
  const endWatches = [watchFolders(before.pages, republish), watchFolders(before.server, () => server.reload())]
  const cron = setInterval(() => server.runScheduled().catch(console.error), CRON_MS)
  try {
    await Promise.race([present(server, `http://127.0.0.1:${port}`), stopped])
    await stopped
  } finally {
    clearInterval(cron)
    await Promise.all(endWatches.map((endWatch) => endWatch()))
    await server.stop()
  }
}

async function present(server: LocalServer, address: string): Promise<void> {
  await answers(address)
  if (process.env.DEMO === '1') await showDemo(server)
  console.log(`ready ${address}`)
}

function inProject(folder: string): string {
  return join(projectRoot, folder)
}

async function republish(): Promise<void> {
  await runScript('build', [], { signal })
  await runScript('publish', [], { signal })
}

/** When one fails, the others are waited for all the same. */
async function allEnded(works: Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(works)
  await Promise.all(works)
}

async function showDemo(server: LocalServer): Promise<void> {
  const key = await fillWithDemo({ ...server.stores(), SECRET: await localSecret() })
  console.log(
    key === null
      ? 'DEMO=1 : la base a déjà des notes, rien n’est ajouté ; une clé : npm run moderator -- add NOM'
      : `DEMO=1 : des notes d’exemple dans chaque état. Clé de modération, montrée une seule fois :\n${key}`,
  )
}

/** Whatever it answers: a fault of the Worker shows there, and is mended without a restart. */
async function answers(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${address}/`).catch(() => null)
    if (response) return
    await pause(100, undefined, { signal })
  }
  throw new CommandError(`Le site ne répond pas sur ${address} : voyez ce qui est écrit ci-dessus, puis relancez.`)
}

/** Told before anything is built, and with a way on. */
function expectFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', (error: NodeJS.ErrnoException) => reject(whyNotFree(port, error)))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}

function whyNotFree(port: number, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE')
    return new CommandError(`Le port ${port} est déjà pris. Choisissez-en un autre : PORT=${port + 1} npm start`)
  if (error.code === 'EACCES')
    return new CommandError(
      `Ce compte n’a pas le droit d’ouvrir le port ${port}. Choisissez-en un au-dessus de 1023 : PORT=8787 npm start`,
    )
  return error
}

function portFrom(text: string | undefined): number {
  const port = Number(text || 8787)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CommandError(`PORT=${text} n’est pas un port : donnez un nombre de 1 à 65535.`)
  return port
}
