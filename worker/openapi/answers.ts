import * as v from 'valibot'
import { itemKinds } from '../moderation/queue'
import { statuses, UNCONFIRMED_LICENCE } from '../notes/note'

/** What the calls of the API answer: these fields and no other. Tests hold real answers to them. */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const time = v.pipe(v.string(), v.isoTimestamp())
const text = v.nullable(v.string())
const status = v.picklist(statuses)
const cursor = v.nullable(v.string())

export const sent = v.strictObject({
  id: v.string(),
  reference: v.string(),
  status: v.literal('pending'),
  receipt: v.string(),
})

export const publishedNote = v.strictObject({
  id: v.string(),
  page: v.string(),
  author: text,
  body: v.string(),
  html: v.string(),
  publishedAt: time,
  revision: count,
  edited: v.boolean(),
  licence: v.optional(v.literal(UNCONFIRMED_LICENCE)),
})

export const publishedNotes = v.strictObject({ items: v.array(publishedNote), next: cursor })

export const receiptNote = v.strictObject({
  id: v.string(),
  reference: v.string(),
  page: v.string(),
  status,
  reason: text,
  body: text,
  author: text,
  html: text,
  version: count,
})

const item = {
  id: v.string(),
  reference: v.string(),
  page: v.string(),
  author: text,
  status,
  version: count,
  flags: v.array(v.string()),
  createdAt: time,
  excerpt: v.string(),
}

export const queue = v.strictObject({
  items: v.array(v.strictObject({ ...item, kind: v.picklist(itemKinds), noteId: v.optional(v.string()) })),
  next: cursor,
})

const decision = v.strictObject({
  id: v.string(),
  noteId: v.string(),
  reference: v.string(),
  action: v.string(),
  moderator: v.string(),
  reason: text,
  version: count,
  revision: count,
  from: status,
  to: status,
  at: time,
})

const report = {
  noteId: v.string(),
  reason: text,
  closedAt: v.nullable(time),
  closedBy: text,
  outcome: text,
}

const noteInFull = v.strictObject({
  ...item,
  kind: v.picklist(['note', 'revision']),
  body: text,
  html: text,
  publishedAt: v.nullable(time),
  revision: count,
  publishedRevision: v.nullable(count),
  waitingRevision: v.nullable(count),
  revisions: v.array(v.strictObject({ number: count, body: text, author: text, moderator: text, createdAt: time })),
  decisions: v.array(decision),
  reports: v.array(
    v.strictObject({ ...report, id: v.string(), reference: v.string(), version: count, createdAt: time }),
  ),
})

/** A report is decided on where notes are; its answer holds the note that it is about. */
const reportInFull = v.strictObject({ ...item, ...report, kind: v.literal('report'), note: noteInFull })

export const noteOrReport = v.union([noteInFull, reportInFull])

/** An item that nobody knows has neither `status` nor `version`. */
export const bulkResults = v.strictObject({
  items: v.array(
    v.strictObject({
      id: v.string(),
      ok: v.boolean(),
      code: count,
      status: v.optional(status),
      version: v.optional(count),
    }),
  ),
})

export const audit = v.strictObject({ items: v.array(decision), next: cursor })

export const stats = v.strictObject({
  byStatus: v.record(v.string(), count),
  byPage: v.record(v.string(), count),
  byDay: v.record(v.string(), count),
  medianMinutes: v.nullable(v.number()),
})

/** RFC 9457, with a stable code for a program, and one for each field at fault. */
export const problem = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: count,
  detail: v.string(),
  code: v.string(),
  instance: v.string(),
  errors: v.optional(v.array(v.strictObject({ field: v.string(), code: v.string(), message: v.string() }))),
})

export const conflict = v.strictObject({
  ...problem.entries,
  note: noteInFull,
  report: v.optional(reportInFull),
})
