import type { Context } from 'hono'
import type { AppContext } from '../env'
import { byNumber, byTime, isCursor, parseLimit } from '../notes/cursor'
import { reportsOf } from '../notes/reports'
import type { Note } from '../notes/store'
import { publishedIndex } from '../published-index'
import { replyBadCursor, replyFaults, replyRefusal, replyUnreadable } from '../reply'
import { readJson } from '../request-body'
import { Room } from '../room'
import { renderNote } from '../site/note-markdown'
import { addressOfPage, languageOf, type PageIndex } from '../site/page-index'
import { storesOf } from '../stores'
import { mayDecide, replyForbidden, withKey } from './access'
import { beginDecision, decideAll, findSubject, type LotOutcome, type Subject } from './decide'
import { parseBulk, parseDecision } from './decision-body'
import { excerptOf } from './excerpt'
import { replyExport } from './export'
import { statistics } from './figures'
import { filterFaults, filterOf } from './filter'
import { decisionsOf, listDecisions, revisionsOf, SHOWN_OF_EACH } from './history'
import { kindOf, listQueue, type QueueItem } from './queue'

/** The moderators' API. Every call needs a key; lists are `{items, next}`. */
export const moderationApi = new Room()

moderationApi.use('/api/admin/*', withKey)

moderationApi.get('/api/admin/notes', async (c) => {
  const index = await publishedIndex(c)
  const query = c.req.query()
  const limit = parseLimit(query.limit)
  const faults = [...filterFaults(query), ...(limit.ok ? [] : limit.faults)]
  if (!limit.ok || faults.length > 0) return replyFaults(c, faults)
  if (query.cursor !== undefined && !isCursor(query.cursor, byTime)) return replyBadCursor(c)
  const filter = await filterOf(query, index, c.env.PAGES)
  const { items, next } = await listQueue(c.env.DB, filter, query.cursor ?? null, limit.value)
  return c.json({ items: items.map((item) => queueItem(item, index)), next })
})

moderationApi.get('/api/admin/notes/:id', async (c) => {
  const subject = await findSubject(c.env, c.req.param('id'))
  return subject ? replySubject(c, subject) : replyUnknown(c)
})

moderationApi.post('/api/admin/notes/:id/decisions', async (c) => {
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  // Who may not do it at all is told so first (RFC 9110, 13.2.1).
  if (!mayDecide(c.get('moderator'), json.value)) return replyForbidden(c)
  const ifMatch = c.req.header('If-Match')
  if (ifMatch === undefined && (json.value.version ?? null) === null) {
    return replyRefusal(c, 428, ({ requests: t }) => ({ title: t.preconditionTitle, text: t.precondition }))
  }
  const id = c.req.param('id')
  const subject = await findSubject(c.env, id)
  if (!subject) return replyUnknown(c)
  const matched = ifMatch === undefined ? undefined : matchedVersion(ifMatch, subject)
  if (matched === null) return replyConflict(c, 412, subject)
  // Where both say a version both must be the present one.
  const parsed = parseDecision(id, { ...json.value, version: json.value.version ?? matched })
  if (!parsed.ok) return replyFaults(c, parsed.faults)
  const moderator = c.get('moderator').name
  const { result, shown } = await beginDecision(storesOf(c), moderator, parsed.value, new Date(), subject)
  switch (result.outcome) {
    case 'done': {
      const [reply] = await Promise.all([replySubject(c, result), shown])
      return reply
    }
    case 'unknown':
      return replyUnknown(c)
    case 'stale':
      return replyConflict(c, ifMatch === undefined ? 409 : 412, result)
    case 'refused':
      return replyNotPossible(c, result)
  }
})

moderationApi.post('/api/admin/decisions', async (c) => {
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  const moderator = c.get('moderator')
  if (!mayDecide(moderator, json.value)) return replyForbidden(c)
  const parsed = parseBulk(json.value)
  if (!parsed.ok) return replyFaults(c, parsed.faults)
  const results = await decideAll(storesOf(c), moderator.name, parsed.value, new Date())
  const items = results.map((result, n) => ({ id: parsed.value[n]?.id, ...bulkItem(result) }))
  return c.json({ items })
})

moderationApi.get('/api/admin/audit', async (c) => {
  const { cursor, limit: asked } = c.req.query()
  const limit = parseLimit(asked)
  if (!limit.ok) return replyFaults(c, limit.faults)
  if (cursor !== undefined && !isCursor(cursor, byNumber)) return replyBadCursor(c)
  const { decisions, next } = await listDecisions(c.env.DB, cursor ?? null, limit.value)
  return c.json({ items: decisions, next })
})

moderationApi.get('/api/admin/stats', async (c) => {
  const { site } = await publishedIndex(c)
  return c.json(await statistics(c.env.DB, site.timezone))
})

moderationApi.get('/api/admin/export', replyExport)

/**
 * The version that `If-Match` names (RFC 9110, 13.1.1): `*` is any, a list holds the present one or none.
 * @returns Null: none that could be the present one.
 */
function matchedVersion(header: string, subject: Subject): number | null {
  const present = versionOf(subject)
  if (header.trim() === '*') return present
  const named = header.split(',').map((tag) => /^(?:W\/)?"(\d+)"$/.exec(tag.trim())?.[1])
  return named.includes(String(present)) ? present : null
}

function queueItem({ kind, note, report, since }: QueueItem, index: PageIndex) {
  return {
    ...(report
      ? { id: report.id, kind, reference: report.reference, noteId: note.id }
      : { id: note.id, kind, reference: note.reference }),
    page: addressOfPage(index, note.page) ?? note.page,
    // Whoever reports is not asked for a name.
    author: report ? null : note.author,
    status: note.status,
    version: (report ?? note).version,
    flags: report ? [] : note.flags,
    createdAt: since,
    excerpt: excerptOf((report ? report.reason : note.body) ?? ''),
  }
}

async function noteInFull(c: Context<AppContext>, note: Note) {
  const [index, revisions, decisions, reports] = await Promise.all([
    publishedIndex(c),
    revisionsOf(c.env.DB, note),
    decisionsOf(c.env.DB, note.id),
    reportsOf(c.env.DB, note.id, SHOWN_OF_EACH),
  ])
  return {
    ...queueItem({ kind: kindOf(note), note, report: null, since: note.createdAt }, index),
    body: note.body,
    html: note.body === null ? null : renderNote(note.body, languageOf(index, note.page)),
    publishedAt: note.publishedAt,
    revision: note.latestRevision,
    publishedRevision: note.publishedRevision,
    waitingRevision: note.waitingRevision,
    revisions,
    decisions,
    reports: reports.map(({ answer: _, ...report }) => report),
  }
}

/** A note; or a report with the note that it is about. */
async function inFull(c: Context<AppContext>, { note, report }: Subject) {
  const whole = await noteInFull(c, note)
  if (!report) return whole
  const item = queueItem({ kind: 'report', note, report, since: report.createdAt }, await publishedIndex(c))
  const { reason, closedAt, closedBy, outcome } = report
  return { ...item, reason, closedAt, closedBy, outcome, note: whole }
}

async function replySubject(c: Context<AppContext>, subject: Subject): Promise<Response> {
  c.header('ETag', `"${versionOf(subject)}"`)
  return c.json(await inFull(c, subject))
}

/** Somebody was quicker. */
async function replyConflict(c: Context<AppContext>, status: 409 | 412, subject: Subject): Promise<Response> {
  const extension = await currentOf(c, subject)
  return replyRefusal(c, status, ({ requests: t }) => ({ title: t.staleTitle, text: t.stale, extension }))
}

/** The note's state forbids it: to read it again and ask once more would not help. */
async function replyNotPossible(c: Context<AppContext>, subject: Subject): Promise<Response> {
  const extension = await currentOf(c, subject)
  return replyRefusal(c, 409, ({ moderation: t }) => ({
    code: 'not_possible',
    title: t.refusedTitle,
    text: t.refused,
    extension,
  }))
}

async function currentOf(c: Context<AppContext>, subject: Subject) {
  const { note, report } = subject
  return { note: await noteInFull(c, note), ...(report && { report: await inFull(c, subject) }) }
}

function replyUnknown(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 404, ({ requests: t }) => ({ title: t.unknownNote, text: t.unknownNote }))
}

const bulkStatus = { done: 200, stale: 409, refused: 409, unknown: 404, failed: 503 } as const

function versionOf({ note, report }: Subject): number {
  return (report ?? note).version
}

function bulkItem(result: LotOutcome) {
  const status = bulkStatus[result.outcome]
  return result.outcome === 'unknown'
    ? { ok: false, code: status }
    : { ok: result.outcome === 'done', code: status, status: result.note.status, version: versionOf(result) }
}
