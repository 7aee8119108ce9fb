import * as v from 'valibot'
import { decisionActions, needsReason, organiserActions } from '../notes/note'
import { type Fault, type FaultCode, type Parsed, parseReason, parseRevision, REASON_MAX } from '../notes/submission'
import type { SiteSettings } from '../site/settings'
import type { Chosen, Decided } from './decide'

/** The bodies of the moderators' calls: shapes that the API's description shows, then the finer limits. */

/** Items that one call decides on. */
export const BULK_MAX = 100

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const reason = v.nullish(v.pipe(v.string(), v.metadata({ maxLength: REASON_MAX })))

const actions = [...decisionActions, ...organiserActions, 'dismiss'] as const

const decision = v.strictObject({
  action: v.picklist(actions),
  version,
  reason,
  body: v.nullish(v.string()),
})

/** As it is sent: `If-Match` may say the version instead. */
export const decisionSchema = v.strictObject({ ...decision.entries, version: v.nullish(version) })

/** `edit` writes one note's text, so it is no decision about several. */
export const bulkSchema = v.strictObject({
  action: v.picklist([...decisionActions.filter((action) => action !== 'edit'), ...organiserActions, 'dismiss']),
  items: v.pipe(v.array(v.strictObject({ id: v.string(), version })), v.minLength(1), v.maxLength(BULK_MAX)),
  reason,
})

export function parseDecision(id: string, raw: Record<string, unknown>): Parsed<Decided> {
  const shape = v.safeParse(decision, raw)
  const chosen = parseChosen(raw)
  const reason = parseReason(raw.reason, needsReason(raw.action))
  const faults = [
    ...(shape.success ? [] : shapeFaults(shape.issues)),
    ...(reason.ok ? [] : reason.faults),
    ...(chosen.ok ? [] : chosen.faults),
  ]
  if (!shape.success || !reason.ok || !chosen.ok) return { ok: false, faults: once(faults) }
  return { ok: true, value: { id, version: shape.output.version, reason: reason.value, ...chosen.value } }
}

function parseChosen({ action: asked, body }: Record<string, unknown>): Parsed<Chosen> {
  const action = actions.find((each) => each === asked)
  if (action === undefined) return { ok: false, faults: [{ field: 'action', code: 'action_unknown' }] }
  if (action === 'edit') {
    const edited = parseRevision({ body })
    return edited.ok ? { ok: true, value: { action, body: edited.value.body } } : edited
  }
  // Left out silently, a correction would be taken for published.
  const isSaid = body !== undefined && body !== null
  return isSaid ? { ok: false, faults: [{ field: 'body', code: 'unknown_field' }] } : { ok: true, value: { action } }
}

export function parseBulk(raw: Record<string, unknown>): Parsed<Decided[]> {
  // Each is judged before they are counted: one too many tells it.
  const first = Array.isArray(raw.items) && { items: raw.items.slice(0, BULK_MAX + 1) }
  const shape = v.safeParse(bulkSchema, { ...raw, ...first })
  if (!shape.success) return { ok: false, faults: once(shapeFaults(shape.issues)) }
  const { action, items } = shape.output
  const reason = parseReason(shape.output.reason, needsReason(action))
  if (!reason.ok) return reason
  return { ok: true, value: items.map((item) => ({ ...item, action, reason: reason.value })) }
}

/** What a moderator typed into a decision's form, to be shown again when it does not take. */
export type TypedDecision = { action: string; body: string; reason: string; ready: string }

export function typedDecision(form: Record<string, unknown>): TypedDecision {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
  return { action: text('action'), body: text('body'), reason: text('reason'), ready: text('ready') }
}

/** The same from a form: own words win over a ready sentence. */
export function parseDecisionForm(id: string, form: Record<string, unknown>, site: SiteSettings): Parsed<Decided> {
  const typed = typedDecision(form)
  const parsed = parseDecision(id, {
    action: typed.action,
    version: Number(form.version),
    reason: typed.reason.trim() || readySentence(typed.ready, site),
    ...(typed.action === 'edit' && { body: typed.body }),
  })
  const undoes = typeof form.undoes === 'string' ? form.undoes : undefined
  if (parsed.ok) return { ok: true, value: { ...parsed.value, undoes } }
  // What no form of ours sends has no field of its own on the page.
  const here = (fault: Fault): Fault =>
    fault.field === 'body' || fault.field === 'reason' ? fault : { field: 'decider', code: 'action_unknown' }
  return { ok: false, faults: once(parsed.faults.map(here)) }
}

/** The ready sentence below the own words, to be changed before they are sent. */
export function withReadySentence({ reason, ready }: TypedDecision, site: SiteSettings): string {
  const sentence = readySentence(ready, site)
  if (sentence === undefined) return reason
  return reason.trim() ? `${reason.trimEnd()}\n\n${sentence}` : sentence
}

/** What the author will read. */
function readySentence(id: string, { reasons }: SiteSettings): string | undefined {
  return reasons.find((reason) => reason.id === id)?.text
}

/** A field at fault is named once, by the first thing that is wrong with it. */
function once(faults: Fault[]): Fault[] {
  return faults.filter(({ field }, n) => faults.findIndex((other) => other.field === field) === n)
}

const codes: Record<string, FaultCode> = { action: 'action_unknown', version: 'not_number', items: 'items_count' }

function shapeFaults(issues: v.BaseIssue<unknown>[]): Fault[] {
  return issues.map((issue) => {
    const field = String(issue.path?.[0]?.key ?? '')
    const isUnknown = issue.type === 'strict_object' && issue.expected === 'never' && issue.path?.length === 1
    return { field, code: isUnknown ? 'unknown_field' : (codes[field] ?? 'not_text') }
  })
}
