import type { Context } from 'hono'
import type { AppContext } from '../../env'
import { publishedSessions } from '../../last-published'
import { publishedIndex } from '../../published-index'
import { Room } from '../../room'
import type { PageIndex, PublishedSession } from '../../site/page-index'
import { decodePath } from '../../site/paths'
import { finishedOnce } from '../finished-once'
import { finishDocument, sendPage } from '../finished-page'
import { calendarOf } from './calendar'
import { frabSchedule } from './frab-schedule'
import { frabXml } from './frab-xml'
import { sessionAt } from './sessions'

/** The programme for calendars and schedule apps, under the names that these look for. Any site may read them. */
export const schedules = new Room()

const CALENDAR = 'text/calendar; charset=utf-8'

schedules.get('/schedule.ics', (c) => {
  return sendSchedule(c, CALENDAR, (index, sessions) => calendarOf(index, index.site.event.name, sessions))
})

schedules.get('/:page{.+}/session.ics', async (c, next) => {
  const index = await publishedIndex(c)
  const address = decodePath(new URL(c.req.url).pathname)?.replace(/session\.ics$/, '') ?? ''
  const session = sessionAt(await publishedSessions(c.env.PAGES, index), address)
  if (!session) return next()
  return sendSchedule(c, CALENDAR, () => calendarOf(index, session.title, [session]))
})

schedules.get('/schedule.json', (c) => {
  return sendSchedule(c, 'application/json; charset=utf-8', async (index, sessions) =>
    JSON.stringify(await frabSchedule(index, sessions)),
  )
})

schedules.get('/schedule.xml', (c) => {
  return sendSchedule(c, 'text/xml; charset=utf-8', async (index, sessions) =>
    frabXml(await frabSchedule(index, sessions)),
  )
})

async function sendSchedule(
  c: Context<AppContext>,
  type: string,
  write: (index: PageIndex, sessions: PublishedSession[]) => string | Promise<string>,
): Promise<Response> {
  const index = await publishedIndex(c)
  const sessions = await publishedSessions(c.env.PAGES, index)
  const page = await finishedOnce(c.req.path, [sessions, index], async () =>
    finishDocument(await write(index, sessions), type, {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  )
  return sendPage(c, page)
}
