import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from './command'
import type { OpenStores } from './local-stores'
import { projectRoot } from './project'
import type { Stores } from './stores-from-node'
import { wrangler, wranglerApi } from './wrangler'

/** The account answers and does not have it: the site was never deployed, or lost its database. */
export class MissingStore extends CommandError {
  constructor(readonly kind: 'KV' | 'D1') {
    super(`Le site n’a pas encore de ${kind} en ligne : lancez d’abord « npm run deploy ».`)
  }
}

/** Those of the deployed site, which must have been deployed once. */
export async function openRemoteStores(): Promise<OpenStores> {
  const { getPlatformProxy } = await wranglerApi()
  const { env, dispose } = await getPlatformProxy<Stores>({
    ...{ configPath: await remoteConfig(), environment: '' },
    ...{ persist: false, remoteBindings: true },
  })
  return { PAGES: env.PAGES, DB: env.DB, dispose }
}

/** Once all is found it stays, while the process lasts. Not what was missing: the deploy makes it, and asks again. */
let found: string | undefined

/**
 * A wrangler configuration whose bindings reach the deployed site's own stores.
 * https://developers.cloudflare.com/workers/local-development/#remote-bindings
 * `CLOUDFLARE_ENV=preview`: those of the second site, which shares nothing with the first.
 * The first deploy creates them under names of its own making, so their ids are asked for by name.
 * @returns Its path.
 */
export async function remoteConfig(): Promise<string> {
  found ??= await writeRemoteConfig()
  return found
}

async function writeRemoteConfig(): Promise<string> {
  const { unstable_readConfig } = await wranglerApi()
  const config = unstable_readConfig({
    config: join(projectRoot, 'wrangler.toml'),
    env: process.env.CLOUDFLARE_ENV || undefined,
  })
  const kv = config.kv_namespaces[0]
  const d1 = config.d1_databases[0]
  if (!config.name || !kv || !d1?.database_name) throw new Error('wrangler.toml must bind one KV and one D1.')
  const kvTitle = `${config.name}-${kv.binding.toLowerCase()}`
  const id = kv.id ?? (await idOf('KV', ['kv', 'namespace', 'list'], (each) => each.title === kvTitle && each.id))
  const database_id =
    d1.database_id ??
    (await idOf('D1', ['d1', 'list', '--json'], (each) => each.name === d1.database_name && each.uuid))

  // A command for the one site may run beside one for the other.
  const path = join(projectRoot, '.wrangler', `remote-${config.name}.json`)
  await mkdir(join(projectRoot, '.wrangler'), { recursive: true })
  await writeFile(
    path,
    JSON.stringify({
      name: config.name,
      compatibility_date: config.compatibility_date,
      kv_namespaces: [{ binding: kv.binding, id, remote: true }],
      d1_databases: [{ ...d1, database_id, migrations_dir: join(projectRoot, 'worker/migrations'), remote: true }],
    }),
  )
  return path
}

type Listed = Record<string, unknown>

async function idOf(kind: MissingStore['kind'], list: string[], pick: (each: Listed) => unknown): Promise<string> {
  const all = JSON.parse(await wrangler(list, { quiet: true })) as Listed[]
  const id = all.map(pick).find((each) => typeof each === 'string')
  if (typeof id !== 'string') throw new MissingStore(kind)
  return id
}
