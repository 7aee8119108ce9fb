import type { RunningSite } from './harness'

/** How many calls of stores a request to the instrumented Worker made. */
export function callsOf(response: Response): number {
  const made = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  return Object.values(made).reduce((sum, count) => sum + count, 0)
}

/** Lines of the log that hold these words. */
export function causes({ log }: RunningSite, words: string): number {
  return log.filter((line) => JSON.stringify(line).includes(words)).length
}
