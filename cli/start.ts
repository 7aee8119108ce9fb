import { createServer } from 'node:net'
import { join } from 'node:path'
import { CommandError, command } from './command'
import { fillWithDemo } from './demo/fill'
import { localBundle } from './local-bundle'
import { localSecret } from './local-secret'
import { type LocalServer, startLocalServer } from './local-server'
import { projectRoot } from './project'
import { runScript } from './run-script'
import { expectRoom, usableStateFolder } from './state-folder'
import { takeStateLock } from './state-lock'
import { watchFolders } from './watch-folders'

/** The edge's cron is `* * * * *`. */
const CRON_MS = 60_000

/** Stopping takes a twentieth of a second; past this it hangs. */
const STOP_MS = 5_000

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

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
    let release = () => {}
    // Until the site stands, there is nothing to put in order but the lock; `serve` listens by itself.
    for (const signal of stopSignals) {
      process.once(signal, () => {
        release()
        process.exit(0)
      })
    }
    const folder = await usableStateFolder()
    await expectRoom()
    release = await takeStateLock(folder)
    try {
      await expectFree(port)
      await Promise.all([runScript('build'), localBundle()])
      await runScript('publish')
      await serve(port)
      return 0
    } finally {
      release()
    }
  },
)

async function serve(port: number): Promise<void> {
  const server = await startLocalServer(port)
  // From before `ready` is said: whoever waits for it may stop it at once.
  const stopped = stopSignal()
  const endWatches = await Promise.all([
    watchFolders(['content', 'public', 'worker'].map(inProject), republish),
    watchFolders(['worker'].map(inProject), () => server.reload()),
  ])
  const cron = setInterval(() => server.runScheduled().catch(console.error), CRON_MS)
  try {
    const address = `http://127.0.0.1:${port}`
    await answers(address)
    if (process.env.DEMO === '1') await showDemo(server)
    console.log(`ready ${address}`)
    await stopped
  } finally {
    clearInterval(cron)
    for (const endWatch of endWatches) endWatch()
    await server.stop()
  }
}

function inProject(folder: string): string {
  return join(projectRoot, folder)
}

/** What a page is made with changed: the text, or the program that turns it into a page and describes its API there. */
async function republish(): Promise<void> {
  await runScript('build')
  await runScript('publish')
}

async function showDemo(server: LocalServer): Promise<void> {
  const key = await fillWithDemo({ ...server.stores(), SECRET: await localSecret() })
  console.log(
    key === null
      ? 'DEMO=1 : la base a déjà des notes, rien n’est ajouté.'
      : `DEMO=1 : des notes d’exemple dans chaque état. Clé de modération, montrée une seule fois :\n${key}`,
  )
}

async function answers(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${address}/`).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new CommandError(`Le site ne répond pas sur ${address} : voyez ce qui est écrit ci-dessus, puis relancez.`)
}

/**
 * Fulfilled at Ctrl-C or SIGTERM. Under npm one Ctrl-C arrives twice (from the terminal and from npm), so further
 * ones change nothing; stopping that hangs is cut off. Miniflare's own listeners are taken off: they would end the
 * process with an error code before it has put itself in order.
 */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of stopSignals) {
      process.removeAllListeners(signal)
      process.on(signal, () => {
        setTimeout(() => process.exit(1), STOP_MS).unref()
        resolve()
      })
    }
  })
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
