import { publishAll } from '../../worker/publishing/mend'
import { publishSite } from '../publication/publish-site'
import { benchContent, benchPage } from './content'
import { compare, load, median, rounded, timed } from './load'
import type { Tell } from './measures'
import { fillNotes } from './notes'
import { type BenchWorkers, startWorkers } from './workers'

const PAGES = 200
const ROUNDS = 5
const SECONDS = 3

/** What a visitor waits for: pages with notes, warm and cold, and what browsers ask again. */
export async function measureReading(tell: Tell): Promise<void> {
  const workers = await startWorkers()
  const content = await benchContent(PAGES)
  try {
    await publishSite(workers.stores.PAGES, await content.build(), [], new Date())
    for (let n = 1; n <= PAGES; n++) await fillNotes(workers.stores.DB, benchPage(n), 20)
    await publishAll(workers.stores)
    await measureWarm(workers, tell)
    await measureZipf(workers, tell)
    await measureLatency(workers, tell)
  } finally {
    await content.remove()
    await workers.stop()
  }
}

async function measureWarm({ site, bare, copy }: BenchWorkers, tell: Tell): Promise<void> {
  const page = new URL(benchPage(1), site)
  await copy(page.pathname)
  const warm = await compare(
    ROUNDS,
    () => load({ url: page, seconds: SECONDS }),
    () => load({ url: bare, seconds: SECONDS }),
  )
  tell({ name: 'page with 20 notes, warm', value: warm.ours, unit: '/s', ...ratioOf(warm), goal: '≥ 0.95' })

  const headers = { 'If-None-Match': (await fetch(page)).headers.get('ETag') ?? '' }
  await copy(page.pathname, headers)
  const unchanged = await compare(
    ROUNDS,
    () => load({ url: page, seconds: SECONDS, headers }),
    () => load({ url: bare, seconds: SECONDS, headers }),
  )
  tell({ name: 'the same, unchanged (304)', value: unchanged.ours, unit: '/s', ...ratioOf(unchanged), goal: '≥ 0.95' })
}

/** The first page is visited twice as often as the second, three times as often as the third. */
async function measureZipf({ site, bare, copy }: BenchWorkers, tell: Tell): Promise<void> {
  const weights = Array.from({ length: PAGES }, (_, n) => 1 / (n + 1))
  const total = weights.reduce((sum, weight) => sum + weight)
  const visits = weights.flatMap((weight, n) =>
    Array(Math.max(1, Math.round((1_000 * weight) / total))).fill(benchPage(n + 1)),
  )
  // Spread evenly, the same in every run.
  const paths: string[] = visits.map((_, n) => visits[(n * 389) % visits.length])
  await copy(benchPage(1))
  const spread = await compare(
    ROUNDS,
    () => load({ url: site, seconds: SECONDS, paths }),
    // The same questions: changing them costs the asking side something.
    () => load({ url: bare, seconds: SECONDS, paths }),
  )
  tell({ name: `${PAGES} pages at random, Zipf`, value: spread.ours, unit: '/s', ...ratioOf(spread) })
}

async function measureLatency({ site, bare, copy }: BenchWorkers, tell: Tell): Promise<void> {
  await copy(benchPage(1))
  const calm = { seconds: 5, rate: 200, connections: 4 }
  const ours = await load({ url: new URL(benchPage(1), site), ...calm })
  const theirs = await load({ url: bare, ...calm })
  tell({ name: 'page at 200/s, p50', value: ours.p50, unit: 'ms', ratio: rounded((theirs.p50 + 1) / (ours.p50 + 1)) })
  tell({ name: 'page at 200/s, p99', value: ours.p99, unit: 'ms' })
}

/** From a workerd that has answered nobody yet. */
export async function measureCold(tell: Tell): Promise<void> {
  const content = await benchContent(20)
  const built = await content.build()
  await content.remove()
  const times: number[] = []
  for (let n = 0; n < 5; n++) {
    const workers = await startWorkers()
    try {
      await publishSite(workers.stores.PAGES, built, [], new Date())
      times.push(await timed(new URL(benchPage(1), workers.site)))
    } finally {
      await workers.stop()
    }
  }
  tell({ name: 'first answer of a cold isolate', value: rounded(median(times), 1), unit: 'ms' })
}

export function ratioOf({ ratio, spread }: { ratio: number; spread: [number, number] }) {
  return { ratio, spread }
}
