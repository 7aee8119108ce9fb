import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests of whole commands and of random lives take longest, and those that wait for many of the site's minutes or seconds. */
const longest = [
  ...['/test/forum/', '/test/cli/', '/whatever-happens.', '/the-site-holds-together.'],
  ...['/how-often-one-waits.', '/a-page-from-memory.', '/sent-again-when-its-page-is-closed.', '/follow-a-note.'],
]

/**
 * On a fresh clone nothing else tells how long a file takes, and a long one would run on alone at the end. Then those in a
 * browser, which compute, take turns with the others, many of which wait for KV's second between two writes.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const first = longest.flatMap((part) => sorted.filter(({ moduleId }) => moduleId.includes(part)))
    const rest = sorted.filter((file) => !first.includes(file))
    return [
      ...first,
      ...inTurns(
        rest.filter(isInBrowser),
        rest.filter((file) => !isInBrowser(file)),
      ),
    ]
  }
}

const isInBrowser = ({ moduleId }: TestSpecification) => moduleId.includes('/test/browser/')

/** One of these, some of those, so that both end together. */
function inTurns<T>(few: T[], many: T[]): T[] {
  const each = Math.ceil(many.length / Math.max(1, few.length))
  return [...few.flatMap((one, n) => [one, ...many.slice(n * each, (n + 1) * each)]), ...many.slice(few.length * each)]
}
