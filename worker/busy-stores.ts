/**
 * A store that is busy with another process has done nothing: it may be asked again, whatever it was asked. So it is on
 * one machine, where commands beside a running site write the same SQLite files; of that KV's simulation only says 500.
 * A command that was busy itself for some seconds finds the connection to the simulation closed when it asks next.
 */
const busy = /SQLITE_BUSY|database is locked|KV \w+ failed: 500|fetch failed/

/** Asks again until the store is free, with jitter, so that two who wait do not meet again. @param patienceMs For how long. */
export async function untilFree<T>(patienceMs: number, ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > deadline || !busy.test(String(error))) throw error
      const ceiling = Math.min(250, 20 * 2 ** tries)
      await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * ceiling))
    }
  }
}
