import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/**
 * Waits until a process that we started has ended.
 * @param signal Stops it. Node's own option of that name would not wait until it is gone.
 * @returns Its exit code; null when a signal ended it that is not ours.
 * @throws The signal's reason, once nothing of it runs any more.
 */
export async function endOf(child: ChildProcess, signal?: AbortSignal): Promise<number | null> {
  const stop = () => child.kill()
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop)
  try {
    const [code] = await once(child, 'close')
    signal?.throwIfAborted()
    return code
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
