import autocannon from 'autocannon'

/** What one round of load measured. */
type Round = { perSecond: number; p50: number; p99: number }

type Load = {
  url: URL
  seconds: number
  connections?: number
  /** Requests a second in all; without it, as many as come through. */
  rate?: number
  method?: string
  headers?: Record<string, string>
  /** `[<id>]` in it becomes another text each time. */
  body?: string
  /** Paths to ask for in turn, instead of the address's own. */
  paths?: string[]
}

/** Requests from this process; the Workers run in another. @throws When any of them failed. */
export async function load({ url, seconds, connections = 16, rate, paths, body, ...request }: Load): Promise<Round> {
  const { requests, latency, ...faults } = await autocannon({
    url: url.href,
    duration: seconds,
    connections,
    ...request,
    ...(rate !== undefined && { overallRate: rate }),
    ...(body !== undefined && { body, idReplacement: true }),
    ...(paths !== undefined && { requests: paths.map((path) => ({ path })) }),
  })
  const failed = faults.errors + faults['4xx'] + faults['5xx']
  if (failed > 0) throw new Error(`${failed} requests to ${url.pathname} failed under load.`)
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99 }
}

type Compared = {
  ours: number
  bare: number
  /** Median of the rounds' ratios: both sides of a round ran one after the other. */
  ratio: number
  spread: [least: number, most: number]
}

/** Rounds of ours and of the bare Worker in turn, so that what the machine does meanwhile meets both. */
export async function compare(
  rounds: number,
  ours: () => Promise<Round>,
  bare: () => Promise<Round>,
): Promise<Compared> {
  const pairs: [number, number][] = []
  // The first round warms both up and does not count.
  for (let n = 0; n <= rounds; n++) {
    const pair: [number, number] = [(await ours()).perSecond, (await bare()).perSecond]
    if (n > 0) pairs.push(pair)
  }
  const ratios = pairs.map(([a, b]) => a / b).sort((a, b) => a - b)
  return {
    ours: Math.round(median(pairs.map(([a]) => a))),
    bare: Math.round(median(pairs.map(([, b]) => b))),
    ratio: rounded(median(ratios)),
    spread: [rounded(ratios[0] ?? 0), rounded(ratios.at(-1) ?? 0)],
  }
}

/** @returns Milliseconds until the whole answer is here. @throws When it tells of a fault. */
export async function timed(url: URL, headers: Record<string, string> = {}): Promise<number> {
  const start = performance.now()
  const response = await fetch(url, { headers })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`)
  return performance.now() - start
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits))
}
