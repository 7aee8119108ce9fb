import { type Context, Hono } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { decisionActions, needsReason, type Status, statuses } from '../notes/note'
import { findNote, type Note } from '../notes/store'
import { type Fault, pageOf, parseReason, parseRevision } from '../notes/submission'
import { publishedIndex } from '../published-index'
import { faultText, replyPage, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import type { SiteSettings } from '../site/settings'
import { stringsFor } from '../site/strings'
import { storesOf } from '../stores'
import { forgetSession, isFromOurselves, keepSession, replyForeign, sessionToken, withSession } from './access'
import { type Decided, decide, decideAll } from './decide'
import { replyFramed } from './frame'
import { closeSession, moderatorByKey, openSession } from './moderators'
import { NotePage, type TypedDecision } from './note-view'
import { decisionsOf, listQueue, queueSize, revisionsOf } from './queue'
import { type BulkAction, BulkConfirmPage, BulkResultPage, bulkActions, QueuePage } from './queue-view'
import { SignInPage } from './sign-in-view'
import { siteState } from './state'
import { StatePage } from './state-view'

/** The moderators' pages. All of it works by forms alone; only `connexion` is open without a session. */
export const moderationPages = new Hono<AppContext>()

moderationPages.get('/moderation/connexion/', (c) => showSignIn(c, false))

moderationPages.post('/moderation/connexion/', async (c) => {
  if (!isFromOurselves(c)) return replyForeign(c)
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const { key } = form.value
  const moderator = typeof key === 'string' ? await moderatorByKey(c.env.DB, key.trim()) : null
  if (!moderator) return showSignIn(c, true)
  keepSession(c, await openSession(c.env.DB, moderator.name, new Date()))
  return c.redirect('/moderation/', 303)
})

moderationPages.use('/moderation/*', withSession)

moderationPages.post('/moderation/deconnexion/', async (c) => {
  await closeSession(c.env.DB, sessionToken(c) ?? '')
  forgetSession(c)
  return c.redirect('/moderation/connexion/', 303)
})

moderationPages.get('/moderation/', async (c) => {
  const index = await publishedIndex(c)
  const { status, page, q, cursor, fait } = c.req.query()
  const filter = {
    status: statuses.includes(status as Status) ? (status as Status) : 'pending',
    page: pageOf(page, index)?.entry.id,
    words: q,
  }
  const [{ notes, next }, { waiting, oldest }, done] = await Promise.all([
    listQueue(c.env.DB, filter, cursor ?? null, QUEUE_PAGE),
    queueSize(c.env.DB),
    fait ? findNote(c.env.DB, fait) : null,
  ])
  const more = next && `?${new URLSearchParams({ status: filter.status, page: page ?? '', q: q ?? '', cursor: next })}`
  return replyFramed(c, (frame) => ({
    title: frame.t.moderation.queueTitle(waiting),
    children: <QueuePage {...frame} {...{ notes, waiting, oldest, filter, done }} next={more} now={new Date()} />,
  }))
})

moderationPages.get('/moderation/etat/', async (c) => {
  const now = new Date()
  const state = await siteState(c.env, now)
  return replyFramed(c, (frame) => ({
    title: frame.t.state.title,
    children: <StatePage {...frame} state={state} now={now} />,
  }))
})

moderationPages.get('/moderation/notes/:id/', async (c) => {
  const note = await findNote(c.env.DB, c.req.param('id'))
  const { fait } = c.req.query()
  return note ? showNote(c, note, { done: fait ? await findNote(c.env.DB, fait) : null }) : replyNotFound(c)
})

moderationPages.post('/moderation/notes/:id/decisions/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const { site } = await publishedIndex(c)
  const typed = typedDecision(form.value)
  const parsed = parseDecision(c.req.param('id'), form.value, typed, site)
  const note = await findNote(c.env.DB, c.req.param('id'))
  if (!note) return replyNotFound(c)
  if (!parsed.ok) return showNote(c, note, { typed, faults: parsed.faults })
  const result = await decide(storesOf(c), c.get('moderator').name, parsed.decided, new Date())
  switch (result.outcome) {
    case 'done':
      return c.redirect(await wayOn(c, result.note), 303)
    case 'stale':
    case 'refused':
      return showNote(c, result.note, { typed, conflict: result.outcome })
    case 'unknown':
      return replyNotFound(c)
  }
})

moderationPages.post('/moderation/decisions/', async (c) => {
  const form = await readForm(c, ['item'])
  if (!form.ok) return replyUnreadable(c, form.status)
  const { action, item, confirm } = form.value
  const bulk = bulkActions.find((each) => each === action)
  const items = (Array.isArray(item) ? item : []).map(readItem).filter((each) => each !== null)
  if (!bulk || items.length > BULK_MAX) return replyUnreadable(c, 400)
  if (items.length === 0) return c.redirect('/moderation/', 303)
  return confirm === 'oui' ? decideOnSeveral(c, bulk, items) : askToConfirm(c, bulk, items)
})

/** Notes on one page of the queue. */
const QUEUE_PAGE = 20

const BULK_MAX = 100

type Item = { id: string; version: number }

/** A checkbox's value: the note and the version that the moderator saw. */
function readItem(text: unknown): Item | null {
  const [, id, version] = /^([a-z0-9]{1,40}) (\d{1,9})$/.exec(String(text)) ?? []
  return id === undefined ? null : { id, version: Number(version) }
}

async function askToConfirm(c: Context<AppContext>, action: BulkAction, items: Item[]): Promise<Response> {
  const found = await Promise.all(items.map(({ id }) => findNote(c.env.DB, id)))
  const notes = found.filter((note) => note !== null)
  return replyFramed(c, (frame) => ({
    title: frame.t.moderation.bulkTitle(notes.length),
    children: <BulkConfirmPage {...frame} action={action} notes={notes} />,
  }))
}

async function decideOnSeveral(c: Context<AppContext>, action: BulkAction, items: Item[]): Promise<Response> {
  const decisions = items.map((item): Decided => ({ ...item, action, reason: null, body: null }))
  const outcomes = await decideAll(storesOf(c), c.get('moderator').name, decisions, new Date())
  const results = outcomes.map((result, n) => ({ id: items[n]?.id ?? '', result }))
  return replyFramed(c, (frame) => ({
    title: frame.t.moderation.bulkResult,
    children: <BulkResultPage {...frame} results={results} />,
  }))
}

/** After a decision: straight to the next note that waits, or to the empty queue. */
async function wayOn(c: Context<AppContext>, decided: Note): Promise<string> {
  const { notes } = await listQueue(c.env.DB, { status: 'pending' }, null, 2)
  const next = notes.find(({ id }) => id !== decided.id)
  return next ? `/moderation/notes/${next.id}/?fait=${decided.id}` : `/moderation/?fait=${decided.id}`
}

type Shown = { typed?: TypedDecision; faults?: Fault[]; conflict?: 'stale' | 'refused'; done?: Note | null }

async function showNote(c: Context<AppContext>, note: Note, shown: Shown): Promise<Response> {
  const { typed = null, faults = [], conflict = null, done = null } = shown
  const [revisions, decisions] = await Promise.all([revisionsOf(c.env.DB, note.id), decisionsOf(c.env.DB, note.id)])
  const status = conflict ? 409 : faults.length > 0 ? 422 : 200
  return replyFramed(
    c,
    (frame) => {
      // Each decision that takes a reason has a field of its own.
      const messages = faults.map((fault) => ({
        field: fault.field === 'reason' ? `reason-${typed?.action}` : fault.field,
        message: faultText(frame.t, fault),
      }))
      const title = `${faults.length > 0 ? frame.t.form.errorPrefix : ''}${note.reference}`
      const children = (
        <NotePage {...frame} {...{ note, revisions, decisions, typed, conflict, done }} faults={messages} />
      )
      return { title, children }
    },
    status,
  )
}

function typedDecision(form: Record<string, unknown>): TypedDecision {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
  return { action: text('action'), body: text('body'), reason: text('reason'), ready: text('ready') }
}

function parseDecision(
  id: string,
  form: Record<string, unknown>,
  typed: TypedDecision,
  site: SiteSettings,
): { ok: true; decided: Decided } | { ok: false; faults: Fault[] } {
  const action = decisionActions.find((each) => each === typed.action)
  if (!action) return { ok: false, faults: [{ field: 'decider', code: 'action_unknown' }] }
  const ready = site.reasons.find((reason) => reason.id === typed.ready)?.text
  const reason = parseReason(typed.reason.trim() || ready, needsReason(action))
  const edited = action === 'edit' ? parseRevision({ body: typed.body }) : null
  if (!reason.ok) return reason
  if (edited && !edited.ok) return edited
  const body = edited ? edited.value.body : null
  return { ok: true, decided: { id, version: Number(form.version), action, reason: reason.value, body } }
}

async function showSignIn(c: Context<AppContext>, wrong: boolean): Promise<Response> {
  const { site } = await publishedIndex(c)
  const t = stringsFor(site.lang)
  const title = `${wrong ? t.form.errorPrefix : ''}${t.moderation.signInTitle}`
  return replyPage(c, { site, title, children: <SignInPage t={t} wrong={wrong} /> }, wrong ? 401 : 200)
}
