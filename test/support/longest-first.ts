import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests of whole commands and of random lives take longest, those in a browser come next. */
const longest = ['/test/cli/', '/whatever-happens.', '/the-site-holds-together.', '/test/browser/']

/** On a fresh clone nothing else tells how long a file takes, and a long one would run on alone at the end. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const groups = longest.map((part) => sorted.filter(({ moduleId }) => moduleId.includes(part)))
    return [...groups.flat(), ...sorted.filter((file) => !groups.flat().includes(file))]
  }
}
