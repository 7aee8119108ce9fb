import type { Reporter, TestModule } from 'vitest/node'

/** Closes the run with the plain line that CI programs read: `N passed, N failed`. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0
    let failed = unhandledErrors.length
    for (const module of modules) {
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0) failed++
      passed += [...module.children.allTests('passed')].length
      failed += [...module.children.allTests('failed')].length
    }
    // After the default reporter's own summary.
    process.once('exit', () => console.log(`${passed} passed, ${failed} failed`))
  }
}
