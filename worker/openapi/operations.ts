import type { GenericSchema } from 'valibot'
import { bulkSchema, decisionSchema } from '../moderation/decision-body'
import { itemKinds } from '../moderation/queue'
import { LIMIT_DEFAULT, LIMIT_MAX } from '../notes/cursor'
import { statuses } from '../notes/note'
import { revisionSchema, submissionSchema } from '../notes/submission'
import { QUERY_MAX } from '../site/search-words'
import * as answers from './answers'

/**
 * One call of the API. Its words stand in the catalogue under its id; this list is the one place that
 * `GET /api/openapi.json` and `/api/` are made from, and a test holds it to the app's own routes, both ways.
 */
export type Operation = {
  id: OperationId
  method: 'get' | 'post' | 'put' | 'delete'
  /** As OpenAPI writes it: `/api/notes/{id}`. */
  path: string
  /** Who may call it; undefined: anybody. */
  key?: 'moderator' | 'organiser'
  query?: QueryName[]
  headers?: HeaderName[]
  body?: GenericSchema
  /** What the example sends. */
  example?: unknown
  success: { status: number; schema?: GenericSchema; type?: string; headers?: AnswerHeaderName[] }
  faults: number[]
}

type OperationId =
  | 'sendNote'
  | 'listNotes'
  | 'readNote'
  | 'readReceipt'
  | 'reviseNote'
  | 'withdrawNote'
  | 'listQueue'
  | 'readNoteInFull'
  | 'decide'
  | 'decideAll'
  | 'listDecisions'
  | 'readStats'
  | 'exportAll'
  | 'describe'

type QueryName = 'page' | 'cursor' | 'limit' | 'status' | 'kind' | 'theme' | 'flag' | 'q'
type HeaderName = 'Idempotency-Key' | 'If-Match'
export type AnswerHeaderName = 'Location' | 'ETag' | 'Retry-After' | 'WWW-Authenticate'

/** @param licence Id of the one licence that the site publishes under. */
export function operationsFor(licence: string): Operation[] {
  return [
    {
      ...{ id: 'sendNote', method: 'post', path: '/api/notes', headers: ['Idempotency-Key'] },
      body: submissionSchema(licence),
      example: { page: '/seance/', body: 'Une **note**.', author: 'Goéland', licence },
      success: { status: 201, schema: answers.sent, headers: ['Location'] },
      faults: [400, 413, 415, 422, 429, 503],
    },
    {
      ...{ id: 'listNotes', method: 'get', path: '/api/notes', query: ['page', 'cursor', 'limit'] },
      success: { status: 200, schema: answers.publishedNotes },
      faults: [400, 422, 503],
    },
    {
      ...{ id: 'readNote', method: 'get', path: '/api/notes/{id}' },
      success: { status: 200, schema: answers.publishedNote },
      faults: [404, 410, 503],
    },
    {
      ...{ id: 'readReceipt', method: 'get', path: '/api/receipts/{receipt}' },
      success: { status: 200, schema: answers.receiptNote },
      faults: [404, 503],
    },
    {
      ...{ id: 'reviseNote', method: 'put', path: '/api/receipts/{receipt}' },
      body: revisionSchema,
      example: { body: 'Une note **corrigée**.' },
      success: { status: 200, schema: answers.receiptNote },
      faults: [400, 404, 409, 413, 415, 422, 429, 503],
    },
    {
      ...{ id: 'withdrawNote', method: 'delete', path: '/api/receipts/{receipt}' },
      success: { status: 204 },
      faults: [404, 503],
    },
    {
      ...{ id: 'listQueue', method: 'get', path: '/api/admin/notes', key: 'moderator' },
      query: ['status', 'kind', 'page', 'theme', 'flag', 'q', 'cursor', 'limit'],
      success: { status: 200, schema: answers.queue },
      faults: [400, 401, 422, 429, 503],
    },
    {
      ...{ id: 'readNoteInFull', method: 'get', path: '/api/admin/notes/{id}', key: 'moderator' },
      success: { status: 200, schema: answers.noteOrReport, headers: ['ETag'] },
      faults: [401, 404, 429, 503],
    },
    {
      ...{ id: 'decide', method: 'post', path: '/api/admin/notes/{id}/decisions', key: 'moderator' },
      headers: ['If-Match'],
      body: decisionSchema,
      example: { action: 'return', version: 1, reason: 'De quel moment parlez-vous ?' },
      success: { status: 200, schema: answers.noteOrReport, headers: ['ETag'] },
      faults: [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503],
    },
    {
      ...{ id: 'decideAll', method: 'post', path: '/api/admin/decisions', key: 'moderator' },
      body: bulkSchema,
      example: { action: 'approve', items: [{ id: '0123456789ab', version: 1 }] },
      success: { status: 200, schema: answers.bulkResults },
      faults: [400, 401, 403, 413, 415, 422, 429, 503],
    },
    {
      ...{ id: 'listDecisions', method: 'get', path: '/api/admin/audit', key: 'moderator', query: ['cursor', 'limit'] },
      success: { status: 200, schema: answers.audit },
      faults: [400, 401, 422, 429, 503],
    },
    {
      ...{ id: 'readStats', method: 'get', path: '/api/admin/stats', key: 'moderator' },
      success: { status: 200, schema: answers.stats },
      faults: [401, 429, 503],
    },
    {
      ...{ id: 'exportAll', method: 'get', path: '/api/admin/export', key: 'organiser' },
      success: { status: 200, type: 'application/x-ndjson' },
      faults: [401, 403, 429, 503],
    },
    {
      ...{ id: 'describe', method: 'get', path: '/api/openapi.json' },
      success: { status: 200, type: 'application/json', headers: ['ETag'] },
      faults: [503],
    },
  ]
}

export const queryShapes: Record<QueryName, { type: string; [more: string]: unknown }> = {
  page: { type: 'string', examples: ['/seance/'] },
  cursor: { type: 'string' },
  limit: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: LIMIT_DEFAULT },
  status: { type: 'string', enum: [...statuses], default: 'pending' },
  kind: { type: 'string', enum: [...itemKinds] },
  theme: { type: 'string' },
  flag: { type: 'string', examples: ['links'] },
  q: { type: 'string', maxLength: QUERY_MAX },
}

export const headerShapes: Record<HeaderName, { type: string; pattern: string }> = {
  'Idempotency-Key': { type: 'string', pattern: '^[A-Za-z0-9._~-]{22,255}$' },
  'If-Match': { type: 'string', pattern: '^(\\*|(W/)?"\\d+"(\\s*,\\s*(W/)?"\\d+")*)$' },
}

/** What a fault says beside its problem, whichever call it answers. */
export const faultHeaders: Record<number, AnswerHeaderName[]> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
}

export const answerHeaderShapes: Record<AnswerHeaderName, { type: string; [more: string]: unknown }> = {
  Location: { type: 'string', examples: ['/suivi/RECEIPT/'] },
  ETag: { type: 'string', pattern: '^"[^"]+"$' },
  'Retry-After': { type: 'integer', minimum: 1 },
  'WWW-Authenticate': { type: 'string' },
}
