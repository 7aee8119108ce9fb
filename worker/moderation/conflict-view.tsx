import { nextState } from '../notes/note'
import { inTextarea } from '../site/in-textarea'
import { nextAddress } from './addresses'
import { ChangedWords } from './changed-words'
import type { Subject } from './decide'
import type { TypedDecision } from './decision-body'
import { DecisionForm } from './decisions-view'
import type { FilterQuery } from './filter'
import type { Frame } from './frame'
import { EventLine } from './history-view'
import type { HistoryEvent } from './note-events'

export type Conflict = {
  /** Somebody else was quicker, or the note's state forbids it. */
  why: 'stale' | 'refused'
  typed: TypedDecision
  subject: Subject
}

type ConflictProps = Frame & { conflict: Conflict; last: HistoryEvent | string | null; query: FilterQuery }

/** Who did what, both texts, and two ways on: all the same, or leave it. */
export function ConflictBox({ conflict, last, query, ...frame }: ConflictProps) {
  const { t } = frame
  const { moderation: m } = t
  const { why, typed, subject } = conflict
  const isStale = why === 'stale'
  const isOwn = isStale && hasDecidedLast(conflict, frame.moderator.name)
  return (
    <div class="resume" role="alert" tabindex={-1} autofocus>
      <h2>{isOwn ? m.ownTitle : isStale ? m.conflictTitle : m.refusedTitle}</h2>
      <p>{isOwn ? m.own : isStale ? m.conflict : m.refused}</p>
      {last && (
        <p>
          {m.happened}
          {t.colon}
          {typeof last === 'string' ? last : <EventLine {...frame} event={last} />}
        </p>
      )}
      <BothTexts {...frame} typed={typed} subject={subject} />
      {isStale && <Anyway {...frame} conflict={conflict} query={query} />}
      <p>
        <a href={nextAddress(query, '')}>{m.leave}</a>
      </p>
    </div>
  )
}

/** Whether an answer to a note's reports can be what stands in the way: it moves no version, and is what an undoing undoes. */
export function isAboutReports({ why, typed }: Conflict): boolean {
  return why === 'refused' || typed.action === 'restore'
}

/** Whether nothing has happened to the note, or to the report that was decided on, since this moderator decided about it. */
function hasDecidedLast(conflict: Conflict, moderator: string): boolean {
  const { note, report } = conflict.subject
  if (report?.closedBy) return report.closedBy === moderator
  const { settled, lastDecision, version } = note
  if (settled && (report || isAboutReports(conflict))) return settled.moderator === moderator
  return lastDecision?.moderator === moderator && lastDecision.version === version
}

function BothTexts({ typed, subject, t }: Frame & { typed: TypedDecision; subject: Subject }) {
  const { moderation: m } = t
  const text = typed.body || typed.reason
  if (!text) return null
  return (
    <>
      <label for="perdu">{typed.body ? m.yourText : m.yourReason}</label>
      <textarea id="perdu" rows={6} readonly dir="auto">
        {inTextarea(text)}
      </textarea>
      {typed.body && subject.note.body !== null && (
        <>
          <h3>{m.textNow}</h3>
          <ChangedWords before={typed.body} after={subject.note.body} t={t} />
        </>
      )}
    </>
  )
}

/** The same decision on what the note has become, where its state allows it. */
function Anyway({ conflict: { typed, subject }, query, t }: Frame & { conflict: Conflict; query: FilterQuery }) {
  const { moderation: m } = t
  const { action } = typed
  if (subject.report || !isRepeatable(action) || nextState(subject.note, action) === null) return null
  return (
    <DecisionForm note={subject.note} query={query}>
      {action === 'edit' && <input type="hidden" name="body" value={typed.body} />}
      <input type="hidden" name="reason" value={typed.reason} />
      <input type="hidden" name="ready" value={typed.ready} />
      <button class="second" name="action" value={action}>
        {m.applyAnyway(m.actions[action])}
      </button>
    </DecisionForm>
  )
}

const repeatable = ['approve', 'edit', 'reject', 'return', 'spam', 'unpublish'] as const

function isRepeatable(action: string): action is (typeof repeatable)[number] {
  return repeatable.some((each) => each === action)
}
