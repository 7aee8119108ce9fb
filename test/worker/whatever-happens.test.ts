import fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { interceptStores } from '../../worker/store-calls'
import { amount, isLong } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { Life } from '../support/life'
import { anyStep } from '../support/life-steps'
import { TestModerator } from '../support/people'

/**
 * Random lives of a few notes of one page, with stores that fail, writers that die half way and a second isolate
 * (this process: the same code with a memory of its own), against a small model.
 */

/** A site grows slower with every note in it; each batch of runs gets its own. */
const RUNS_A_SITE = 40

let site: RunningSite
let moderator: TestModerator
let runs = 0

async function freshSite(): Promise<void> {
  await site?.close()
  const started = await startSite({ instrumented: true })
  site = { ...started, env: interceptStores(started.env, (_store, _method, call) => overCutLines(call)) }
  await publishPages('')
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
}

/** On a busy machine the harness finds its kept line to the stores closed now and then; it is asked again. */
async function overCutLines(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof TypeError && error.message === 'fetch failed')) throw error
    return call()
  }
}

async function publishPages(text: string): Promise<void> {
  const pages = Array.from({ length: RUNS_A_SITE }, (_, n) => [
    `content/p${n}.md`,
    `---\ntitle: Page ${n}\nnotes: open\n---\n\n${text}\n`,
  ])
  await site.publish(Object.fromEntries(pages))
}

beforeAll(freshSite)
afterAll(() => site.close())

test(
  'whatever happens, accepted notes are kept, visitors see what was decided and nothing else, and history stays',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 18 }), async (steps) => {
        if (runs > 0 && runs % RUNS_A_SITE === 0) await freshSite()
        await new Life(site, moderator, `/p${runs++ % RUNS_A_SITE}/`, publishPages).live(steps)
      }),
      {
        numRuns: amount({ slice: 4, whole: 100_000 }),
        ...(isLong && { interruptAfterTimeLimit: 30 * 60_000 }),
        // What is made shorter here takes another course: clocks run on. The steps as they failed say more.
        endOnFailure: true,
      },
    )
  },
  amount({ slice: 120_000, whole: 40 * 60_000 }),
)
