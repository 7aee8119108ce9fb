import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts'],
    // A workerd or a Chromium of its own for most files: more at once than cores only makes each slower.
    maxWorkers: 2,
    silent: 'passed-only',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/tally-reporter.ts'],
  },
})
