import type { D1Database } from '@cloudflare/workers-types'
import { seqOf } from '../notes/reference'
import { findReportId, reportNumberOf } from '../notes/reports'
import { findNoteId } from '../notes/store'
import { publishedIndex } from '../published-index'
import { Room } from '../room'
import { ageText } from '../site/dates'
import { queryFault } from '../site/search-words'
import { nextAddress, noteAddress, queueAddress } from './addresses'
import { findSubject } from './decide'
import { BULK_MAX } from './decision-body'
import { type FilterQuery, filterNames, filterOf, isOneSet } from './filter'
import { askHowPublishingStands, replyFramed } from './frame'
import { endLeases, leasesOfOthers } from './leases'
import { listQueue, queueSize, waitingOf } from './queue'
import { QueuePage } from './queue-view'
import { nextNote } from './way-on'

/** The list of what waits, and the way from one to the next. */
export const queue = new Room()

/** Items on one page of the queue, unless a hundred are asked for. */
const QUEUE_PAGE = 20

queue.get('/moderation/', askHowPublishingStands, async (c) => {
  const asked = c.req.query()
  const query = filterIn(asked)
  const id = await idNamed(c.env.DB, query.q ?? '')
  if (id) return c.redirect(noteAddress(id, { ...query, q: undefined }), 303)

  const now = new Date()
  const isLong = asked.par === String(BULK_MAX)
  const filter = await filterOf(query, await publishedIndex(c), c.env.PAGES)
  const [{ items, next }, size, leases, done] = await Promise.all([
    listQueue(c.env.DB, filter, asked.cursor ?? null, isLong ? BULK_MAX : QUEUE_PAGE),
    queueSize(c.env.DB),
    leasesOfOthers(c.env.DB, c.get('moderator').name, now),
    asked.fait ? findSubject(c.env, asked.fait) : null,
  ])
  const place = (more: Record<string, string | undefined>) => {
    const all = { ...query, par: isLong ? asked.par : undefined, cursor: asked.cursor, ...more }
    return `?${new URLSearchParams(Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1])))}`
  }
  const addresses = {
    next: next && place({ cursor: next }),
    longer: place({ par: String(BULK_MAX) }),
    ticked: isOneSet(query) ? place({ coche: 'tout' }) : null,
    oneByOne: nextAddress(query, ''),
  }
  return replyFramed(c, (frame) => {
    const { moderation: m } = frame.t
    const age = size.oldest && ageText(size.oldest, now, frame.index.site.lang)
    const list = {
      items,
      size,
      query,
      addresses,
      leases,
      done,
      ticked: addresses.ticked !== null && asked.coche === 'tout',
    }
    return {
      title:
        (asked.choisir || queryFault(query.q) ? frame.t.form.errorPrefix : '') + m.queueTitle(waitingOf(size), age),
      children: <QueuePage {...frame} {...list} notice={asked.choisir ? m.bulkNone : null} />,
    }
  })
})

queue.get('/moderation/suivante/', async (c) => {
  const query = filterIn(c.req.query())
  const filter = await filterOf(query, await publishedIndex(c), c.env.PAGES)
  const { name } = c.get('moderator')
  await endLeases(c.env.DB, name)
  const id = await nextNote(c.env.DB, filter, c.req.query('apres') ?? '', name, new Date())
  return c.redirect(id ? noteAddress(id, query) : queueAddress(query), 303)
})

/** The note or report, in whatever state, that a reference names. */
async function idNamed(db: D1Database, words: string): Promise<string | null> {
  const [seq, number] = [seqOf(words), reportNumberOf(words)]
  if (seq > 0) return findNoteId(db, seq)
  return number > 0 ? findReportId(db, number) : null
}

/** The filter in an address, or in the field that carries it through a form. */
export function filterIn(asked: Record<string, string>): FilterQuery {
  return Object.fromEntries(filterNames.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])))
}

export function filterInForm(form: Record<string, unknown>): FilterQuery {
  return filterIn(Object.fromEntries(new URLSearchParams(typeof form.file === 'string' ? form.file : '')))
}
