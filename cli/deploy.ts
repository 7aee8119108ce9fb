import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleWorker } from './bundle'
import { CommandError, command } from './command'
import { readDist } from './content/dist'
import { remoteConfig } from './platform'
import { projectRoot } from './project'
import { runScript } from './run-script'
import { wrangler } from './wrangler'

await command(
  {
    name: 'npm run deploy',
    usage: '-- [--dry-run]',
    about: `
Met le site en ligne : construit content/, prépare la base, envoie le programme, publie les pages et vérifie que
l’adresse de site.yml répond. Chaque étape peut être refaite sans dommage. Il faut un compte Cloudflare
(« npx wrangler login » une fois).

  --dry-run   dit et vérifie tout ce qui se fait sans compte ni réseau`,
    options: { 'dry-run': { type: 'boolean' } },
  },
  async ({ 'dry-run': dryRun }) => {
    console.log('1. Construire les pages')
    await runScript('build')
    const url = await siteUrl()
    if (dryRun) await rehearse(url)
    else await deploy(url)
    return 0
  },
)

async function deploy(url: string): Promise<void> {
  if (isPlaceholder(url)) {
    throw new CommandError(
      `url dans content/site.yml est encore ${url} : écrivez-y l’adresse du site, puis recommencez.`,
    )
  }
  // The first deploy makes KV and D1, so only then can the tables be made after it; later they must come before
  // the code that reads them.
  const first = !(await alreadyDeployed())
  if (!first) await migrate()
  console.log('3. Envoyer le programme')
  await deployWithSecret()
  if (first) await migrate()
  console.log('4. Publier les pages')
  await runScript('publish', ['--remote'])
  console.log(`5. Vérifier que ${url}/ répond`)
  const response = await fetch(`${url}/`).catch(() => null)
  if (!response?.ok) {
    throw new CommandError(
      `${url}/ ne répond pas encore (${response?.status ?? 'aucune réponse'}). Vérifiez le domaine chez Cloudflare.`,
    )
  }
  console.log('En ligne. Première clé : npm run moderator -- add VOTRE-NOM --organiser --remote')
}

/** The Worker's secret is made with the first deploy and never again; it stands in a file only while it is sent. */
async function deployWithSecret(): Promise<void> {
  if (await hasSecret()) {
    await wrangler(['deploy'])
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'kesako-'))
  const file = join(folder, 'secrets.json')
  try {
    await writeFile(file, JSON.stringify({ SECRET: randomBytes(32).toString('base64url') }), { mode: 0o600 })
    await wrangler(['deploy', '--secrets-file', file])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function hasSecret(): Promise<boolean> {
  try {
    const secrets = JSON.parse(await wrangler(['secret', 'list'], { quiet: true })) as { name: string }[]
    return secrets.some(({ name }) => name === 'SECRET')
  } catch (error) {
    // A Worker that was never deployed has no list.
    if (error instanceof CommandError) return false
    throw error
  }
}

async function rehearse(url: string): Promise<void> {
  const migrations = (await readdir(join(projectRoot, 'worker/migrations'))).filter((name) => name.endsWith('.sql'))
  console.log(`2. Préparer la base : ${migrations.length} migrations à vérifier (à l’essai : rien n’est fait)`)
  console.log('3. Envoyer le programme, avec son secret la première fois : mis en paquet ici, sans l’envoyer')
  await bundleWorker(join(projectRoot, '.wrangler/dry-run'), { quiet: false })
  const site = await readDist(join(projectRoot, 'dist'))
  console.log(
    `4. Publier les pages : ${site?.bodies.size ?? 0} au plus, avec leur index (à l’essai : rien n’est envoyé)`,
  )
  console.log(`5. Vérifier que ${url}/ répond (à l’essai : pas de réseau)`)
  if (isPlaceholder(url))
    console.log(`À faire avant de mettre en ligne : écrire l’adresse du site dans content/site.yml (url : ${url}).`)
  console.log('Essai réussi : rien n’a été envoyé.')
}

async function migrate(): Promise<void> {
  console.log('2. Préparer la base')
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote', '--config', await remoteConfig()])
}

async function alreadyDeployed(): Promise<boolean> {
  try {
    await remoteConfig()
    return true
  } catch (error) {
    if (error instanceof CommandError) return false
    throw error
  }
}

async function siteUrl(): Promise<string> {
  const site = await readDist(join(projectRoot, 'dist'))
  if (!site) throw new Error('The build left no dist/.')
  return site.index.site.url
}

/** RFC 2606 keeps these names for examples. */
function isPlaceholder(url: string): boolean {
  return /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$/.test(new URL(url).hostname)
}
