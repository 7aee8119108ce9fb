import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// Miniflare would ask Cloudflare where this machine stands; nobody is asked anything.
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false'

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Where KV and D1 are simulated on disk. */
export function stateDirectory(): string {
  return resolve(projectRoot, process.env.STATE_DIR || '.wrangler/state')
}
