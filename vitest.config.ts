import { readFileSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first'

/** The tests of `test/forum/` run on the pages of the forum of 2022; its first day tells whether `content/` is about it. */
const isTheForum = /^ {2}start: 2022-07-05$/m.test(readFileSync(new URL('content/site.yml', import.meta.url), 'utf8'))

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isTheForum ? [] : ['test/forum/**'])],
    globalSetup: 'test/support/bundles.ts',
    // On two cores: others compute while some wait, for KV's second between two writes above all.
    maxWorkers: 4,
    // Each process loads wrangler, miniflare and Chromium's driver once, for all its files; what a test needs it makes itself.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    silent: 'passed-only',
    // What is waited for comes when it comes: a machine that is busy makes no test fail.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', './test/support/tally-reporter.ts'],
  },
})
