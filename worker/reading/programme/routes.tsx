import type { Context } from 'hono'
import type { AppContext } from '../../env'
import { replyNotFound } from '../../errors'
import { publishedSessions } from '../../last-published'
import { publishedIndex } from '../../published-index'
import { Room } from '../../room'
import { stringsFor } from '../../site/strings'
import { hasComeAt, localTimeAt } from '../../site/zoned-time'
import { finishedOnce } from '../finished-once'
import { finishView, sendPage } from '../finished-page'
import { type Choice, isOffered } from './choice'
import { NowAndNext } from './now-view'
import { posterPages } from './posters'
import { programmePage } from './programme-view'
import { schedules } from './schedules'
import { isEventDay, nowAndNext, publishedCounts } from './sessions'

/** The programme, and all that is made of the sessions' front matter. */
export const programme = new Room()

programme.get('/programme/', showProgramme)
programme.get('/programme/maintenant/', showNowAndNext)
programme.get('/programme/:day/', showProgramme)
programme.route('/', posterPages)
programme.route('/', schedules)

async function showProgramme(c: Context<AppContext>): Promise<Response> {
  const [index, { held, counts }] = await Promise.all([publishedIndex(c), publishedCounts(c.env.PAGES)])
  const day = c.req.param('day')
  if (day !== undefined && !isEventDay(index, day)) return replyNotFound(c)
  const sessions = await publishedSessions(c.env.PAGES, index)
  const choice: Choice = { day, theme: c.req.query('theme') || undefined, room: c.req.query('salle') || undefined }
  const make = () => finishView(programmePage({ index, sessions, counts, choice, choosable: true }))
  const name = `programme ${JSON.stringify(choice)}`
  const page = isOffered(index.site, choice) ? finishedOnce(name, [held, index, sessions], make) : make()
  return sendPage(c, await page)
}

/** The one page that looks at the clock; an answer may be a minute old. */
async function showNowAndNext(c: Context<AppContext>): Promise<Response> {
  const [index, { counts }] = await Promise.all([publishedIndex(c), publishedCounts(c.env.PAGES)])
  const { site } = index
  const sessions = await publishedSessions(c.env.PAGES, index)
  const t = stringsFor(site.lang)
  const moment = new Date()
  const now = localTimeAt(moment, site.timezone)
  const shown = nowAndNext(sessions, hasComeAt(moment, site.timezone))
  const page = await finishView(
    {
      site,
      title: t.programme.nowTitle,
      description: t.programme.aboutNow(site.event.name),
      address: '/programme/maintenant/',
      children: <NowAndNext index={index} shown={shown} counts={counts} now={now} t={t} />,
    },
    { 'Cache-Control': 'public, max-age=60' },
  )
  return sendPage(c, page)
}
