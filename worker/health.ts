import type { Stores } from './env'
import { logFault } from './log'
import { publishingState } from './publishing/publishing-state'
import { Room } from './room'
import { INDEX_KEY } from './site/page-index'

/** For whoever, or whatever, watches over the site. */
export const health = new Room()

health.get('/healthz', async (c) => {
  const report = await examine(c.env, new Date())
  return c.json(report, report.status === 'ok' ? 200 : 503)
})

type Health = {
  /** `down`: a store does not answer. `behind`: both do, and something decided has not shown for minutes. */
  status: 'ok' | 'behind' | 'down'
  kv: 'ok' | 'down'
  d1: 'ok' | 'down'
  /** Null when D1 does not answer. `stuck` names the KV keys that do not come through. */
  publishing: { behind: number; stuck: string[] } | null
}

async function examine({ PAGES, DB }: Stores, now: Date): Promise<Health> {
  const [kv, publishing] = await Promise.all([
    PAGES.get(INDEX_KEY).then(
      () => 'ok' as const,
      (error) => {
        logFault('KV does not answer', error)
        return 'down' as const
      },
    ),
    publishingState(DB, now).catch((error) => {
      logFault('D1 does not answer', error)
      return null
    }),
  ])
  const d1 = publishing ? 'ok' : 'down'
  const status = kv === 'down' || publishing === null ? 'down' : publishing.stuck.length > 0 ? 'behind' : 'ok'
  const told = publishing && { behind: publishing.behind, stuck: publishing.stuck.map(({ key }) => key) }
  return { status, kv, d1, publishing: told }
}
