import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Tests of whole commands take longest and wait most, so they begin first: on a fresh clone nothing else tells how
 * long a file takes, and one of them would run on alone at the end.
 */
export default class CommandsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isCommand = ({ moduleId }: TestSpecification) => moduleId.includes('/test/cli/')
    return [...sorted.filter(isCommand), ...sorted.filter((file) => !isCommand(file))]
  }
}
