import { interceptStores } from '../../worker/store-calls'
import type { RunningSite, TestEnv } from './harness'

/** How many calls of stores a request to the instrumented Worker made. */
export function callsOf(response: Response): number {
  const made = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  return Object.values(made).reduce((sum, count) => sum + count, 0)
}

/** D1 as it is when the line breaks once: the first call does its work, and its answer is lost on the way. */
export function losesFirstAnswer(env: TestEnv): TestEnv['DB'] {
  let lost = false
  const { DB } = interceptStores(env, async (_store, _method, call) => {
    const answer = await call()
    if (lost) return answer
    lost = true
    throw new Error('D1_ERROR: Network connection lost.')
  })
  return DB
}

/** Lines of the log that hold these words. */
export function causes({ log }: RunningSite, words: string): number {
  return log.filter((line) => JSON.stringify(line).includes(words)).length
}
