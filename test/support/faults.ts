import { interceptStores } from '../../worker/store-calls'
import type { RunningSite, TestEnv } from './harness'

/** How many calls of stores a request to the instrumented Worker made. */
export function callsOf(response: Response): number {
  const made = JSON.parse(response.headers.get('X-Test-Calls') ?? '{}') as Record<string, number>
  return Object.values(made).reduce((sum, count) => sum + count, 0)
}

/**
 * D1 as it is when the line breaks once: the first call does its work, and its answer is lost on the way.
 * @param meanwhile What happens before the caller knows.
 */
export function losesFirstAnswer(env: TestEnv, meanwhile: () => Promise<unknown> = async () => null): TestEnv['DB'] {
  return afterFirstAnswer(env, async () => {
    await meanwhile()
    throw new Error('D1_ERROR: Network connection lost.')
  })
}

/** D1 whose first answer is on the way while something else happens. */
export function afterFirstAnswer(env: TestEnv, meanwhile: () => Promise<unknown>): TestEnv['DB'] {
  let isFirst = true
  const { DB } = interceptStores(env, async (_store, _method, call) => {
    const answer = await call()
    if (isFirst) {
      isFirst = false
      await meanwhile()
    }
    return answer
  })
  return DB
}

/** Lines of the log that hold these words. */
export function causes({ log }: RunningSite, words: string): number {
  return log.filter((line) => JSON.stringify(line).includes(words)).length
}
