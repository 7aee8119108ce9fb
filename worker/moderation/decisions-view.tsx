import type { Child } from 'hono/jsx'
import { Field, type FieldMessage } from '../notes/fields'
import { type DecisionAction, possibleDecisions } from '../notes/note'
import type { Note } from '../notes/store'
import { inTextarea } from '../site/in-textarea'
import type { TypedDecision } from './decision-body'
import { type FilterQuery, filterSearch } from './filter'
import { type Frame, keyFor } from './frame'
import { ReasonFields } from './reason-fields'

type DecisionsProps = Frame & {
  note: Note
  query: FilterQuery
  typed: TypedDecision | null
  faults: FieldMessage[]
}

/** Every decision that may follow: those that need no words by one tap, the others behind their own heading. */
export function Decisions({ note, query, typed, faults, ...frame }: DecisionsProps) {
  const { moderation: m } = frame.t
  const possible = possibleDecisions(note)
  const formOf = (action: DecisionAction): DecisionsProps => {
    const isTyped = typed?.action === action
    return { ...frame, note, query, typed: isTyped ? typed : null, faults: isTyped ? faults : [] }
  }
  if (possible.length === 0) return null
  return (
    <section aria-labelledby="decider">
      <h2 id="decider">{m.decide}</h2>
      <DecisionForm note={note} query={query}>
        {possible.includes('restore') && <UndoneByIt note={note} />}
        <p class="boutons">
          {(['approve', 'spam', 'restore'] as const)
            .filter((action) => possible.includes(action))
            .map((action) => (
              <button
                class={action === 'approve' ? undefined : 'second'}
                name="action"
                value={action}
                {...keyFor(frame, keys[action])}
              >
                {m.actions[action]}
              </button>
            ))}
        </p>
      </DecisionForm>
      {possible.includes('edit') && <Retouch {...formOf('edit')} />}
      {(['return', 'reject', 'unpublish'] as const)
        .filter((action) => possible.includes(action))
        .map((action) => (
          <WithReason {...formOf(action)} action={action} />
        ))}
    </section>
  )
}

function Retouch({ note, query, typed, faults, ...frame }: DecisionsProps) {
  const { moderation: m } = frame.t
  return (
    <details open={typed !== null}>
      <summary {...keyFor(frame, keys.edit)}>{m.actions.edit}</summary>
      <DecisionForm note={note} query={query}>
        <Field name="body" label={m.retouched} hint={m.retouchHint} faults={faults}>
          {(attributes) => (
            <textarea name="body" rows={12} dir="auto" {...attributes}>
              {inTextarea(typed?.body ?? note.body ?? '')}
            </textarea>
          )}
        </Field>
        <button name="action" value="edit">
          {m.actions.edit}
        </button>
      </DecisionForm>
    </details>
  )
}

type WithReasonProps = DecisionsProps & { action: 'return' | 'reject' | 'unpublish' }

function WithReason({ action, note, query, typed, faults, ...frame }: WithReasonProps) {
  const { index, t } = frame
  const { moderation: m } = t
  return (
    <details open={typed !== null}>
      <summary {...keyFor(frame, keys[action])}>{m.actions[action]}</summary>
      <DecisionForm note={note} query={query}>
        <ReasonFields site={index.site} t={t} action={action} typed={typed} faults={faults} />
        <p class="boutons">
          <button class="second" name="action" value={action}>
            {m.actions[action]}
          </button>
          {index.site.reasons.some((reason) => reason.action === action) && (
            <button class="second" name="reprendre" value={action}>
              {m.useReady}
            </button>
          )}
        </p>
      </DecisionForm>
    </details>
  )
}

const keys = {
  approve: 'a',
  edit: 'e',
  return: 'd',
  reject: 'r',
  spam: 's',
  unpublish: 'u',
  restore: 'z',
} as const satisfies Record<DecisionAction, string>

/** The decision that an undoing is about: another one may come meanwhile that leaves the note's version as it is. */
export function UndoneByIt({ note }: { note: Note }) {
  return <input type="hidden" name="undoes" value={note.newestDecision ?? ''} />
}

/** Carries the version that the moderator read, and the filter that the next one shall come from. */
export function DecisionForm({
  note,
  query,
  children,
}: {
  note: { id: string; version: number }
  query: FilterQuery
  children: Child
}) {
  return (
    <form method="post" action={`/moderation/notes/${note.id}/decisions/`} novalidate>
      <input type="hidden" name="version" value={String(note.version)} />
      <input type="hidden" name="file" value={filterSearch(query)} />
      {children}
    </form>
  )
}
