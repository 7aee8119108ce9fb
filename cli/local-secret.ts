import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { textIfThere } from './if-there'
import { stateDirectory } from './project'

/**
 * The secret of the site on this machine, made by the first start. Losing it loses nothing that is stored: receipts
 * and keys are kept as hashes.
 */
export async function localSecret(): Promise<string> {
  const path = join(stateDirectory(), 'secret')
  const found = textIfThere(path)
  if (found) return found
  const secret = randomBytes(32).toString('base64url')
  await mkdir(stateDirectory(), { recursive: true })
  await writeFile(path, secret, { mode: 0o600 })
  return secret
}
