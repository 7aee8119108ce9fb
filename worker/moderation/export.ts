import type { Context } from 'hono'
import { streamBackup } from '../backup/stream'
import type { AppContext } from '../env'
import { replyForbidden } from './access'

/** Everything, as `npm run backup` writes it: texts that were never published too, so for organisers alone. */
export async function replyExport(c: Context<AppContext>): Promise<Response> {
  if (!c.get('moderator').organiser) return replyForbidden(c)
  c.set('streamed', true)
  return c.body(await streamBackup(c.env.DB), 200, {
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': 'attachment; filename="kesako.ndjson"',
    'Cache-Control': 'no-store',
  })
}
