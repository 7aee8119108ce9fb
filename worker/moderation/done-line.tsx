import { nextState } from '../notes/note'
import type { Subject } from './decide'
import { DecisionForm, UndoneByIt } from './decisions-view'
import type { FilterQuery } from './filter'
import { type Frame, keyFor } from './frame'
import { doneText } from './item-words'

/** « GLAZ-12 : publiée », and the way back. It takes the focus, so that whoever does not see it hears it first. */
export function DoneLine({ done, query, ...frame }: Frame & { done: Subject; query: FilterQuery }) {
  const { t } = frame
  const { note, report } = done
  const named = report ?? note
  const action = report ? report.outcome : (note.onReports ?? note.lastDecision?.action)
  const undoable = report
    ? report.outcome === 'dismiss' && note.status === 'published'
    : nextState(note, 'restore') !== null
  return (
    <div class="etat-note" role="status" tabindex={-1} autofocus>
      <p>
        <a href={`/moderation/notes/${note.id}/`}>{named.reference}</a>
        {t.colon}
        {action ? doneText(action, t) : t.moderation.states[note.status]}
      </p>
      {undoable && (
        <DecisionForm note={named} query={query}>
          {!report && <UndoneByIt note={note} />}
          <button class="second" name="action" value="restore" {...keyFor(frame, 'z')}>
            {t.moderation.undo}
          </button>
        </DecisionForm>
      )}
    </div>
  )
}
