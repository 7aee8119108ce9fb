import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/bundles.ts',
    // On two cores: others compute while some wait, for KV's second between two writes above all.
    maxWorkers: 4,
    // Each process loads wrangler, miniflare and Chromium's driver once, for all its files; what a test needs it makes itself.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    silent: 'passed-only',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/tally-reporter.ts'],
  },
})
