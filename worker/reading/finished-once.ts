import { Shelf } from '../site/shelf'
import { type FinishedPage, weightOf } from './finished-page'

/** The parts are not held by it: an index is large, and an old one should go. */
type Finished = { parts: WeakRef<object>[]; page: FinishedPage }

/** In bytes. Choices of themes and rooms make many pages of one programme; what has no room is made anew. */
const finished = new Shelf<Finished>({ room: 8 << 20, weigh: ({ page }) => weightOf(page) })

/**
 * What was made last under this name, as long as each of its parts is the same object; made anew otherwise.
 * @param name No other page's.
 * @param parts Values as the memory holds them: the same object for as long as the value is the same.
 */
export async function finishedOnce(
  name: string,
  parts: object[],
  make: () => Promise<FinishedPage>,
): Promise<FinishedPage> {
  const before = finished.use(name)
  if (before?.parts.every((part, n) => part.deref() === parts[n])) return before.page
  const page = await make()
  finished.put(name, { parts: parts.map((part) => new WeakRef(part)), page })
  return page
}
