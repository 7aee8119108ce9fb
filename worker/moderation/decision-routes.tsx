import type { Context } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import type { OrganiserAction } from '../notes/note'
import { type Report, reportsOf } from '../notes/reports'
import { bearsName, type Note } from '../notes/store'
import type { Fault } from '../notes/submission'
import { publishedIndex } from '../published-index'
import { faultText, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { Room } from '../room'
import { storesOf } from '../stores'
import { mayDecide, replyForbidden } from './access'
import { noteAddress, queueAddress } from './addresses'
import type { Conflict } from './conflict-view'
import { beginDecision, type Decided, findSubject, hindrance, isDoneAlready, type Subject } from './decide'
import { parseDecisionForm, type TypedDecision, typedDecision, withReadySentence } from './decision-body'
import { type FilterQuery, filterOf } from './filter'
import { askHowPublishingStands, replyFramed } from './frame'
import { amountsOf, decisionsOf, revisionsOf, SHOWN_OF_EACH } from './history'
import { hostsNeverPublished } from './known-hosts'
import { endLeases, takeLease } from './leases'
import { neighboursOf } from './neighbours'
import { hostsOf } from './note-text-view'
import { ConfirmPage, type NoteFile, NotePage } from './note-view'
import { filterIn, filterInForm } from './queue-routes'
import { nextNote } from './way-on'

/** One note, and what is decided about it or about a report of it. */
export const decisions = new Room()

decisions.get('/moderation/notes/:id/', askHowPublishingStands, async (c) => {
  const { fait, ...asked } = c.req.query()
  const [subject, done] = await Promise.all([
    findSubject(c.env, c.req.param('id')),
    fait ? findSubject(c.env, fait) : null,
  ])
  return subject ? showNote(c, subject, filterIn(asked), { done }) : replyNotFound(c)
})

decisions.post('/moderation/notes/:id/decisions/', async (c) => {
  const id = c.req.param('id')
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const [{ site }, before] = await Promise.all([publishedIndex(c), findSubject(c.env, id)])
  const query = filterInForm(form.value)
  const typed = typedDecision(form.value)
  if (!before) return replyNotFound(c)
  const { reprendre } = form.value
  const version = Number(form.value.version)
  if (typeof reprendre === 'string') {
    const reason = withReadySentence(typed, site)
    return giveBack(c, before, query, version, { ...typed, action: reprendre, reason, ready: '' })
  }
  const parsed = parseDecisionForm(id, form.value, site)
  if (!parsed.ok) return giveBack(c, before, query, version, typed, parsed.faults)
  const { action } = parsed.value
  if (!mayDecide(c.get('moderator'), parsed.value)) return replyForbidden(c)
  if (isForEver(action) && form.value.confirm !== 'oui') return askToConfirm(c, before.note, action, query)

  const moderator = c.get('moderator').name
  const { result, shown } = await beginDecision(storesOf(c), moderator, parsed.value, new Date(), before)
  if (result.outcome === 'unknown') return replyNotFound(c)
  if (result.outcome === 'done' || isDoneAlready(result, parsed.value, moderator)) {
    const letGo = endLeases(c.env.DB, moderator)
    const [way] = await Promise.all([letGo.then(() => wayOn(c, before, parsed.value, query)), shown])
    return c.redirect(way, 303)
  }
  return showNote(c, result, query, { typed, conflict: { why: result.outcome, typed, subject: result } })
})

function isForEver(action: Decided['action']): action is OrganiserAction {
  return action === 'erase' || action === 'anonymise'
}

/**
 * After a decision: straight to the next item of the same filter that nobody else reads, or to the list. After an
 * undoing or a name taken off, to the note itself, because it waits for what is to be done instead.
 */
async function wayOn(
  c: Context<AppContext>,
  { note, report }: Subject,
  { id, action }: Decided,
  query: FilterQuery,
): Promise<string> {
  if (action === 'restore' || action === 'anonymise') return noteAddress(note.id, query, id)
  const filter = await filterOf(query, await publishedIndex(c), c.env.PAGES)
  if (filter.status !== 'pending') return queueAddress(query, id)
  const since = report?.createdAt ?? note.waitingSince ?? note.createdAt
  const next = await nextNote(c.env.DB, filter, since, c.get('moderator').name, new Date())
  return next ? noteAddress(next, query, id) : queueAddress(query, id)
}

type Shown = { typed?: TypedDecision; faults?: Fault[]; conflict?: Conflict; done?: Subject | null }

/** Words that decide nothing yet: in their form, or as a conflict where the note is no longer as it was seen. */
function giveBack(
  c: Context<AppContext>,
  subject: Subject,
  query: FilterQuery,
  version: number,
  typed: TypedDecision,
  faults: Fault[] = [],
): Promise<Response> {
  const why = hindrance(subject, typed.action, version)
  return showNote(c, subject, query, why ? { typed, conflict: { why, typed, subject } } : { typed, faults })
}

async function showNote(c: Context<AppContext>, subject: Subject, query: FilterQuery, shown: Shown): Promise<Response> {
  const { typed = null, faults = [], conflict = null, done = null } = shown
  const file = await openFile(c, subject)
  const status = conflict ? 409 : faults.length > 0 ? 422 : 200
  return replyFramed(
    c,
    (frame) => {
      // Each decision that takes a reason has a field of its own.
      const messages = faults.map((fault) => ({
        field: fault.field === 'reason' ? `reason-${typed?.action}` : fault.field,
        message: faultText(frame.t, fault),
      }))
      const isWrong = faults.length > 0 || conflict !== null
      const title = `${isWrong ? frame.t.form.errorPrefix : ''}${file.note.reference}`
      return { title, children: <NotePage {...frame} {...{ file, query, typed, conflict, done }} faults={messages} /> }
    },
    status,
  )
}

/** Reads a note whole, and says to the others that this moderator does. */
async function openFile(c: Context<AppContext>, { note, report }: Subject): Promise<NoteFile> {
  const db = c.env.DB
  const hosts = hostsOf(note.body ?? '')
  const [revisions, decided, newest, amounts, isNamed, neighbours, areNew, leases] = await Promise.all([
    revisionsOf(db, note),
    decisionsOf(db, note.id),
    reportsOf(db, note.id, SHOWN_OF_EACH),
    amountsOf(db, note.id),
    bearsName(db, note.id),
    neighboursOf(db, note),
    hostsNeverPublished(
      db,
      hosts.map(({ host }) => host),
    ),
    takeLease(db, note.id, c.get('moderator').name, new Date()),
  ])
  const links = hosts.map((link) => ({ ...link, isNew: areNew.get(link.host) ?? null }))
  const reports = withNamed(newest, report)
  return { note, report, revisions, decisions: decided, reports, amounts, isNamed, neighbours, links, leases }
}

/** The report that the address names is there however old it is. */
function withNamed(newest: Report[], named: Report | null): Report[] {
  return named === null || newest.some(({ id }) => id === named.id) ? newest : [named, ...newest]
}

async function askToConfirm(
  c: Context<AppContext>,
  note: Note,
  action: OrganiserAction,
  query: FilterQuery,
): Promise<Response> {
  return replyFramed(c, (frame) => ({
    title: note.reference,
    children: <ConfirmPage {...frame} note={note} action={action} query={query} />,
  }))
}
