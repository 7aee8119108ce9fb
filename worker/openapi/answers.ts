import * as v from 'valibot'
import { statuses } from '../notes/note'

/** What the calls of the API answer. Tests hold real answers to these. */

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

export const publishedNote = v.looseObject({
  id: v.string(),
  page: v.string(),
  author: text,
  body: v.string(),
  html: v.string(),
  publishedAt: time,
  revision: count,
  edited: v.boolean(),
})

export const publishedNotes = v.strictObject({ items: v.array(publishedNote), next: cursor })

export const receiptNote = v.looseObject({
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

export const queueItem = v.looseObject({
  id: v.string(),
  kind: v.picklist(['note', 'revision', 'report']),
  reference: v.string(),
  page: v.string(),
  author: text,
  status,
  version: count,
  flags: v.array(v.string()),
  createdAt: time,
  excerpt: v.string(),
})

export const queue = v.strictObject({ items: v.array(queueItem), next: cursor })

const decision = v.looseObject({
  id: v.string(),
  noteId: v.string(),
  action: v.string(),
  moderator: v.string(),
  reason: text,
  version: count,
  revision: count,
  from: status,
  to: status,
  at: time,
})

export const noteInFull = v.looseObject({
  ...queueItem.entries,
  body: text,
  html: text,
  publishedAt: v.nullable(time),
  revisions: v.array(v.looseObject({ number: count, body: text, author: text, moderator: text, createdAt: time })),
  decisions: v.array(decision),
})

/** A report is decided on where notes are; its answer holds the note that it is about. */
const reportInFull = v.looseObject({
  ...queueItem.entries,
  kind: v.literal('report'),
  noteId: v.string(),
  reason: text,
  closedAt: v.nullable(time),
  closedBy: text,
  outcome: text,
  note: noteInFull,
})

export const noteOrReport = v.union([noteInFull, reportInFull])

export const bulkResults = v.strictObject({
  items: v.array(v.looseObject({ id: v.string(), ok: v.boolean(), code: count })),
})

export const audit = v.strictObject({ items: v.array(v.looseObject({ action: v.string(), at: time })), next: cursor })

export const stats = v.looseObject({
  byStatus: v.record(v.string(), count),
  byPage: v.record(v.string(), count),
  byDay: v.record(v.string(), count),
  medianMinutes: v.nullable(v.number()),
})

/** RFC 9457, with a stable code for a program, and one for each field at fault. */
export const problem = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: count,
  detail: v.string(),
  code: v.string(),
  errors: v.optional(v.array(v.strictObject({ field: v.string(), code: v.string(), message: v.string() }))),
})

export const conflict = v.looseObject({ ...problem.entries, note: noteInFull })
