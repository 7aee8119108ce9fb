import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Where KV and D1 are simulated on disk. */
export function stateDirectory(): string {
  return resolve(projectRoot, process.env.STATE_DIR || '.wrangler/state')
}
