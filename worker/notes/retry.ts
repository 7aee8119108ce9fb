/** D1's own list of faults that pass. What only one machine knows, busy files and cut lines, is waited for in busy-stores.ts. */
const passing =
  /Network connection lost|storage caused object to be reset|reset because its code was updated|Cannot resolve D1 DB due to transient issue/

const TRIES = 6

/**
 * Does the work again when D1 fails in a way that passes, with full jitter between 50 ms and 2 s.
 * https://developers.cloudflare.com/d1/best-practices/retry-queries/
 * @param work Must be safe to repeat: an answer may be lost after the work was done.
 */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES || !passing.test(String(error))) throw error
      const ceiling = Math.min(2_000, 100 * 2 ** tries)
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * ceiling))
    }
  }
}
