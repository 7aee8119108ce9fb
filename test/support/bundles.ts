import { join } from 'node:path'
import { bundlePath } from '../../cli/bundle'
import { localBundle } from '../../cli/local-bundle'
import { projectRoot } from '../../cli/project'

/** What wrangler would deploy, and the same within an entry that counts its calls: bundled once, before all tests. */
const plain = join(projectRoot, '.wrangler/test/worker')
const instrumented = join(projectRoot, '.wrangler/test/instrumented')
const entry = 'test/support/instrumented-worker.ts'

export const workerBundle = bundlePath(plain)
export const instrumentedBundle = bundlePath(instrumented, entry)

export default async function bundleForTests(): Promise<void> {
  await localBundle({ folder: plain })
  await localBundle({ folder: instrumented, entry })
}
