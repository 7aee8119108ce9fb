import type { Context } from 'hono'
import type { AppContext } from '../../env'
import { replyNotFound } from '../../errors'
import { publishedSessions } from '../../last-published'
import { publishedIndex } from '../../published-index'
import { replyRefusal } from '../../reply'
import { Room } from '../../room'
import { decodePath, encodePath } from '../../site/paths'
import { SearchForm } from '../../site/search-form'
import { shortCode, shortCodePattern } from '../../site/short-code'
import { finishedOnce } from '../finished-once'
import { finishView, sendPage } from '../finished-page'
import { posterPage, postersOfDayPage } from './poster-view'
import { isEventDay, sessionAt } from './sessions'

/** Posters for the sessions' doors, and the short addresses that stand on them. */
export const posterPages = new Room()

posterPages.get('/:page{.+}/affiche/', async (c, next) => {
  const index = await publishedIndex(c)
  const sessions = await publishedSessions(c.env.PAGES, index)
  const address = decodePath(new URL(c.req.url).pathname)?.replace(/affiche\/$/, '') ?? ''
  const session = sessionAt(sessions, address)
  const poster = session && posterPage(index, session)
  if (!poster) return next()
  return sendPage(c, await finishedOnce(`poster ${address}`, [sessions, index], () => finishView(poster)))
})

posterPages.get('/programme/:day/affiches/', async (c) => {
  const index = await publishedIndex(c)
  const day = c.req.param('day')
  if (!isEventDay(index, day)) return replyNotFound(c)
  const sessions = await publishedSessions(c.env.PAGES, index)
  const page = await finishedOnce(`posters ${day}`, [sessions, index], () =>
    finishView(postersOfDayPage(index, sessions, day)),
  )
  return sendPage(c, page)
})

posterPages.get('/n/:code', followShortCode)
posterPages.get('/n/:code/', followShortCode)

/** To the session's form; to its page when it takes no notes any more. Typed by hand, so capitals do not matter. */
async function followShortCode(c: Context<AppContext>): Promise<Response> {
  const code = (c.req.param('code') ?? '').toUpperCase()
  const index = await publishedIndex(c)
  const sessions = shortCodePattern.test(code) ? await publishedSessions(c.env.PAGES, index) : []
  for (const { address } of sessions) {
    const entry = index.pages[address]
    if (!entry || shortCode(entry.id) !== code) continue
    c.header('Cache-Control', 'public, max-age=0, must-revalidate')
    return c.redirect(entry.notes === 'open' ? `/contribuer/?page=${encodeURIComponent(address)}` : encodePath(address))
  }
  return replyRefusal(c, 404, (t) => ({
    title: t.poster.unknownTitle,
    text: t.poster.unknown,
    more: (
      <>
        <p>
          <a href="/programme/">{t.programme.title}</a>
        </p>
        <SearchForm t={t} />
      </>
    ),
  }))
}
