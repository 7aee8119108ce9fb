import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDrafts } from '../drafts'
import { environmentFlag, WranglerError, wrangler } from '../wrangler'

/**
 * Deploys the Worker. Its secret is made with the first deploy and never again, so an account that does not say whether it
 * has one ends the deploy here. It stands in a file only while it is sent.
 * @returns The address that wrangler names, without a slash at its end; null when it names none.
 */
export async function sendProgram(): Promise<string | null> {
  if (await hasSecret()) return addressIn(await wrangler(['deploy', environmentFlag()]))
  const folder = await mkdtemp(join(tmpdir(), 'kesako-'))
  const file = join(folder, 'secrets.json')
  return withDrafts([folder], async () => {
    await writeFile(file, JSON.stringify({ SECRET: randomBytes(32).toString('base64url') }), { mode: 0o600 })
    return addressIn(await wrangler(['deploy', environmentFlag(), '--secrets-file', file]))
  })
}

async function hasSecret(): Promise<boolean> {
  try {
    const secrets = JSON.parse(await wrangler(['secret', 'list', environmentFlag()], { quiet: true })) as {
      name: string
    }[]
    return secrets.some(({ name }) => name === 'SECRET')
  } catch (error) {
    if (error instanceof WranglerError && neverDeployed.test(error.said)) return false
    throw error
  }
}

/** What `wrangler secret list` makes of the API's faults 10007 and 10090, and of no other. */
const neverDeployed = /Worker "[^"]+"(?: \(env: [^)]+\))? not found\./

function addressIn(output: string): string | null {
  return /https:\/\/[a-z0-9.-]+\.workers\.dev/.exec(output)?.[0] ?? null
}
