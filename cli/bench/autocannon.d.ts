/** The part of autocannon that the benchmark uses. https://github.com/mcollina/autocannon#api */
declare module 'autocannon' {
  type Options = {
    url: string
    duration: number
    connections: number
    overallRate?: number
    method?: string
    headers?: Record<string, string>
    body?: string
    /** Puts another random id in place of `[<id>]` in each body. */
    idReplacement?: boolean
    requests?: { path: string }[]
  }
  type Result = {
    requests: { average: number }
    latency: { p50: number; p99: number }
    errors: number
    '4xx': number
    '5xx': number
  }
  export default function autocannon(options: Options): Promise<Result>
}
