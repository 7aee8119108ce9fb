/**
 * Work that is begun before it is known to be needed. A fault of it is heard by whoever waits for the answer; when nobody
 * does, it is none. It ends with the request's answer, unless `waitUntil` holds it.
 */
export function heard<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}
