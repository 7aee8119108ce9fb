import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedSessions } from '../last-published'
import { logFault } from '../log'
import { publishedIndex } from '../published-index'
import { finishedOnce } from './finished-once'
import { finishView, sendPage } from './finished-page'
import { offlinePage } from './offline-view'
import { programmeAddresses } from './programme/sessions'

export async function showOffline(c: Context<AppContext>): Promise<Response> {
  const index = await publishedIndex(c)
  const sessions = await publishedSessions(c.env.PAGES, index).catch((error: unknown) => {
    logFault('sessions unreadable: their days are not offered for offline use', error)
    return []
  })
  const page = await finishedOnce('/hors-connexion/', [index, sessions], () =>
    finishView(offlinePage(index, programmeAddresses(sessions))),
  )
  return sendPage(c, page)
}
