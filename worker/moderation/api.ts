import { type Context, Hono } from 'hono'
import type { AppContext } from '../env'
import { decisionActions, needsReason, organiserActions, type Status, statuses } from '../notes/note'
import { findNote, type Note } from '../notes/store'
import { type Fault, pageOf, parseReason, parseRevision, unknownFields } from '../notes/submission'
import { publishedIndex } from '../published-index'
import { replyFaults, replyRefusal, replyUnreadable } from '../reply'
import { readJson } from '../request-body'
import { renderNote } from '../site/note-markdown'
import { addressOfPage, type PageIndex } from '../site/page-index'
import { storesOf } from '../stores'
import { replyForbidden, withKey } from './access'
import { type Decided, type DecisionOutcome, decide, decideAll } from './decide'
import { replyExport } from './export'
import { decisionsOf, listDecisions, listQueue, revisionsOf, statistics } from './queue'

/** The moderators' API. Every call needs a key; lists are `{items, next}`. */
export const moderationApi = new Hono<AppContext>()

moderationApi.use('/api/admin/*', withKey)

moderationApi.get('/api/admin/notes', async (c) => {
  const index = await publishedIndex(c)
  const { status, page, q, cursor } = c.req.query()
  const filter = {
    status: statuses.includes(status as Status) ? (status as Status) : 'pending',
    page: page === undefined ? undefined : (pageOf(page, index)?.entry.id ?? page),
    words: q,
  }
  const { notes, next } = await listQueue(c.env.DB, filter, cursor ?? null, limitOf(c))
  return c.json({ items: notes.map((note) => queueItem(note, index)), next })
})

moderationApi.get('/api/admin/notes/:id', async (c) => {
  const note = await findNote(c.env.DB, c.req.param('id'))
  return note ? replyNote(c, note) : replyUnknown(c)
})

moderationApi.post('/api/admin/notes/:id/decisions', async (c) => {
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  const ifMatch = /^(?:W\/)?"(\d+)"$/.exec(c.req.header('If-Match') ?? '')?.[1]
  const raw = ifMatch === undefined ? json.value : { ...json.value, version: Number(ifMatch) }
  if (raw.version === undefined) {
    return replyRefusal(c, 428, ({ requests: t }) => ({ title: t.preconditionTitle, text: t.precondition }))
  }
  const parsed = parseDecision(c.req.param('id'), raw)
  if (!parsed.ok) return replyFaults(c, parsed.faults)
  if (!mayDecide(c, parsed.decided)) return replyForbidden(c)
  const result = await decide(storesOf(c), c.get('moderator').name, parsed.decided, new Date())
  switch (result.outcome) {
    case 'done':
      return replyNote(c, result.note)
    case 'unknown':
      return replyUnknown(c)
    case 'stale':
      return replyConflict(c, ifMatch === undefined ? 409 : 412, result.note)
    case 'refused':
      return replyConflict(c, 409, result.note)
  }
})

moderationApi.post('/api/admin/decisions', async (c) => {
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  const parsed = parseBulk(json.value)
  if (!parsed.ok) return replyFaults(c, parsed.faults)
  if (!parsed.decisions.every((decided) => mayDecide(c, decided))) return replyForbidden(c)
  const results = await decideAll(storesOf(c), c.get('moderator').name, parsed.decisions, new Date())
  const items = results.map((result, n) => ({ id: parsed.decisions[n]?.id, ...bulkItem(result) }))
  return c.json({ items })
})

moderationApi.get('/api/admin/audit', async (c) => {
  const { decisions, next } = await listDecisions(c.env.DB, c.req.query('cursor') ?? null, limitOf(c))
  return c.json({ items: decisions, next })
})

moderationApi.get('/api/admin/stats', async (c) => c.json(await statistics(c.env.DB)))

moderationApi.get('/api/admin/export', replyExport)

const LIMIT_MAX = 100

function limitOf(c: Context<AppContext>): number {
  const limit = Number(c.req.query('limit') ?? 20)
  return Number.isInteger(limit) && limit >= 1 ? Math.min(limit, LIMIT_MAX) : 20
}

type ParsedDecision = { ok: true; decided: Decided } | { ok: false; faults: Fault[] }

function parseDecision(id: string, raw: Record<string, unknown>): ParsedDecision {
  const { version } = raw
  const action = actionOf(raw.action)
  const reason = parseReason(
    raw.reason,
    action !== null && action !== 'erase' && action !== 'anonymise' && needsReason(action),
  )
  const edited = action === 'edit' ? parseRevision({ body: raw.body }) : null
  const faults: Fault[] = [
    ...unknownFields(raw, ['action', 'version', 'reason', 'body']),
    ...(action === null ? [{ field: 'action', code: 'action_unknown' } as const] : []),
    ...(Number.isSafeInteger(version) ? [] : [{ field: 'version', code: 'not_number' } as const]),
    ...(reason.ok ? [] : reason.faults),
    ...(edited === null || edited.ok ? [] : edited.faults),
  ]
  if (faults.length > 0 || action === null || !reason.ok) return { ok: false, faults }
  const body = edited?.ok ? edited.value.body : null
  return { ok: true, decided: { id, version: Number(version), action, reason: reason.value, body } }
}

function parseBulk(raw: Record<string, unknown>): { ok: true; decisions: Decided[] } | { ok: false; faults: Fault[] } {
  const { action, items, reason, ...others } = raw
  const unknown = unknownFields(others, [])
  if (!Array.isArray(items) || items.length === 0 || items.length > LIMIT_MAX || action === 'edit') {
    const fault: Fault =
      action === 'edit' ? { field: 'action', code: 'action_unknown' } : { field: 'items', code: 'items_count' }
    return { ok: false, faults: [...unknown, fault] }
  }
  const decisions: Decided[] = []
  for (const item of items as unknown[]) {
    const { id, version } = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {}
    if (typeof id !== 'string') return { ok: false, faults: [...unknown, { field: 'items', code: 'items_count' }] }
    const parsed = parseDecision(id, { action, version, ...(reason !== undefined && { reason }) })
    if (!parsed.ok) return { ok: false, faults: [...unknown, ...parsed.faults] }
    decisions.push(parsed.decided)
  }
  return unknown.length > 0 ? { ok: false, faults: unknown } : { ok: true, decisions }
}

function actionOf(raw: unknown): Decided['action'] | null {
  return [...decisionActions, ...organiserActions].find((action) => action === raw) ?? null
}

/** Erasing for somebody else, and taking a name off, is for organisers. */
function mayDecide(c: Context<AppContext>, { action }: Decided): boolean {
  return c.get('moderator').organiser || !organiserActions.some((each) => each === action)
}

/** Characters of a note that a list shows. */
const EXCERPT = 280

function queueItem(note: Note, index: PageIndex) {
  return {
    id: note.id,
    kind: note.status === 'published' && note.waitingRevision !== null ? 'revision' : 'note',
    reference: note.reference,
    page: addressOfPage(index, note.page) ?? note.page,
    author: note.author,
    status: note.status,
    version: note.version,
    flags: note.flags,
    createdAt: note.createdAt,
    excerpt: (note.body ?? '').slice(0, EXCERPT),
  }
}

async function noteInFull(c: Context<AppContext>, note: Note) {
  const [index, revisions, decisions] = await Promise.all([
    publishedIndex(c),
    revisionsOf(c.env.DB, note.id),
    decisionsOf(c.env.DB, note.id),
  ])
  return {
    ...queueItem(note, index),
    body: note.body,
    html: note.body === null ? null : renderNote(note.body).html,
    publishedAt: note.publishedAt,
    revision: note.latestRevision,
    publishedRevision: note.publishedRevision,
    waitingRevision: note.waitingRevision,
    revisions,
    decisions,
  }
}

async function replyNote(c: Context<AppContext>, note: Note): Promise<Response> {
  c.header('ETag', `"${note.version}"`)
  return c.json(await noteInFull(c, note))
}

async function replyConflict(c: Context<AppContext>, status: 409 | 412, note: Note): Promise<Response> {
  const current = await noteInFull(c, note)
  return replyRefusal(c, status, ({ requests: t }) => ({
    title: t.staleTitle,
    text: t.stale,
    extension: { note: current },
  }))
}

function replyUnknown(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 404, ({ requests: t }) => ({ title: t.unknownNote, text: t.unknownNote }))
}

const bulkStatus = { done: 200, stale: 409, refused: 409, unknown: 404 } as const

function bulkItem(result: DecisionOutcome) {
  const status = bulkStatus[result.outcome]
  return result.outcome === 'unknown'
    ? { ok: false, code: status }
    : { ok: result.outcome === 'done', code: status, status: result.note.status, version: result.note.version }
}
