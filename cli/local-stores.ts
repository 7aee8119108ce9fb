import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from './command'
import { localOptions } from './local-options'
import { convertV4MiniflareOptions, Miniflare } from './miniflare'
import { stateDirectory } from './project'
import { blameFullDisk, expectRoom, usableStateFolder } from './state-folder'
import { type Stores, storesWorker } from './stores-from-node'

export type OpenStores = Stores & { dispose: () => Promise<void> }

/** Where miniflare and wrangler keep the simulated stores below the state's folder. */
export function persistencePath(): string {
  return join(stateDirectory(), 'v3')
}

/**
 * @param asItIs Nothing is to be written.
 * @throws CommandError then, when there is nothing to look at.
 */
export async function openLocalStores({ asItIs }: { asItIs: boolean }): Promise<OpenStores> {
  if (asItIs) await expectData()
  await usableStateFolder()
  if (!asItIs) await expectRoom()
  const { options, open } = await storesWorker(await localOptions())
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      resourcePersistencePath: persistencePath(),
      // Nobody else is asked anything: no look-up of this machine's place in the world.
      cf: false,
    }),
  )
  const dispose = () => miniflare.dispose()
  try {
    const { PAGES, DB } = await open(miniflare)
    return { PAGES, DB, dispose }
  } catch (error) {
    // It fails as the opening did, once it has ended what runs.
    await dispose().catch(() => {})
    await blameFullDisk()
    throw error
  }
}

/** Where it is mistyped, the stores would be made, empty, and answer. */
async function expectData(): Promise<void> {
  try {
    await stat(persistencePath())
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // Of a right that is missing, the look into the whole folder tells.
    if (!['ENOENT', 'ENOTDIR'].includes(code)) return
    throw new CommandError(
      `Il n’y a pas de données dans ${stateDirectory()} : vérifiez STATE_DIR, ou lancez d’abord « npm start ». Rien n’a été fait.`,
    )
  }
}
