import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleWorker } from '../bundle'
import { wrangler } from '../wrangler'
import { rounded } from './load'
import type { Tell } from './measures'

/** What the platform loads before the first answer. https://developers.cloudflare.com/workers/platform/limits/#worker-startup-time */
export async function measureWeight(tell: Tell): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kesako-bench-'))
  try {
    const bundle = await readFile(await bundleWorker(join(folder, 'bundle')))
    tell({
      name: 'Worker bundle, gzip',
      value: rounded(gzipSync(bundle).length / 1_000, 1),
      unit: 'kB',
      goal: '≤ 150 kB',
    })
    const profile = join(folder, 'startup.cpuprofile')
    await wrangler(['check', 'startup', '--outfile', profile], { quiet: true })
    tell({
      name: 'startup, active',
      value: activeMs(JSON.parse(await readFile(profile, 'utf8'))),
      unit: 'ms',
      goal: '≤ 25 ms',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Profile = { nodes: { id: number; callFrame: { functionName: string } }[]; samples: number[]; timeDeltas: number[] }

/** Time in which the profile saw something else than idling. */
function activeMs({ nodes, samples, timeDeltas }: Profile): number {
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id))
  const active = samples.reduce((sum, id, n) => (idle.has(id) ? sum : sum + (timeDeltas[n] ?? 0)), 0)
  return rounded(active / 1_000, 1)
}
