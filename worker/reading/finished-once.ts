import type { FinishedPage } from './finished-page'

type Finished = { parts: object[]; page: FinishedPage }

/** By the first part, so that what is made goes when the value that it was made from does. */
const finished = new WeakMap<object, Map<string, Finished>>()

/** Choices of themes and rooms make many pages of one programme; more than these are made anew. */
const MAX_NAMES = 100

/**
 * What was made last under this name, as long as each of its parts is the same object; made anew otherwise.
 * @param parts Values as the memory holds them: the same object for as long as the value is the same.
 */
export async function finishedOnce(
  name: string,
  parts: [object, ...object[]],
  make: () => Promise<FinishedPage>,
): Promise<FinishedPage> {
  const ofFirst = finished.get(parts[0]) ?? new Map<string, Finished>()
  const before = ofFirst.get(name)
  if (before?.parts.every((part, n) => part === parts[n])) return before.page
  const page = await make()
  if (ofFirst.size >= MAX_NAMES) ofFirst.clear()
  finished.set(parts[0], ofFirst.set(name, { parts, page }))
  return page
}
