import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { getPlatformProxy, unstable_readConfig } from 'wrangler'
import { untilFree } from '../worker/busy-stores'
import { interceptStores } from '../worker/store-calls'
import { CommandError } from './command'
import { projectRoot, stateDirectory } from './project'
import { wrangler } from './wrangler'

/** The account answers and does not have it: the site was never deployed, or lost its database. */
export class MissingStore extends CommandError {
  constructor(readonly kind: 'KV' | 'D1') {
    super(`Le site n’a pas encore de ${kind} en ligne : lancez d’abord « npm run deploy ».`)
  }
}

/** The Worker's stores, from Node: the same interface on this machine and online. */
export type Platform = { PAGES: KVNamespace; DB: D1Database; dispose: () => Promise<void> }

/** Nobody waits at a screen: longer than anything holds the files of a site that is used. */
const BUSY_MS = 60_000

const configPath = join(projectRoot, 'wrangler.toml')

/** Where wrangler keeps its simulation below the state's folder. */
export function persistencePath(): string {
  return join(stateDirectory(), 'v3')
}

/**
 * @param remote False: KV and D1 as they are simulated on disk, beside a running `npm start` or without one.
 *   True: those of the deployed site, which must have been deployed once.
 */
export async function openPlatform({ remote }: { remote: boolean }): Promise<Platform> {
  const { env, dispose } = await getPlatformProxy<{ PAGES: KVNamespace; DB: D1Database }>(
    remote
      ? { configPath: await remoteConfig(), environment: '', persist: false, remoteBindings: true }
      : { configPath, environment: '', persist: { path: persistencePath() }, remoteBindings: false },
  )
  const { PAGES, DB } = interceptStores(env, (_store, _method, call) => untilFree(BUSY_MS, call))
  return { PAGES, DB, dispose }
}

/**
 * A wrangler configuration whose bindings reach the deployed site's own stores.
 * https://developers.cloudflare.com/workers/local-development/#remote-bindings
 * `CLOUDFLARE_ENV=preview`: those of the second site, which shares nothing with the first.
 * The first deploy creates them under names of its own making, so their ids are asked for by name.
 * @returns Its path.
 */
export async function remoteConfig(): Promise<string> {
  const config = unstable_readConfig({ config: configPath, env: process.env.CLOUDFLARE_ENV || undefined })
  const kv = config.kv_namespaces[0]
  const d1 = config.d1_databases[0]
  if (!config.name || !kv || !d1?.database_name) throw new Error('wrangler.toml must bind one KV and one D1.')
  const kvTitle = `${config.name}-${kv.binding.toLowerCase()}`
  const id = kv.id ?? (await idOf('KV', ['kv', 'namespace', 'list'], (each) => each.title === kvTitle && each.id))
  const database_id =
    d1.database_id ??
    (await idOf('D1', ['d1', 'list', '--json'], (each) => each.name === d1.database_name && each.uuid))

  const path = join(projectRoot, '.wrangler', 'remote.json')
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
