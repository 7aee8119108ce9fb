import { nextState } from '../notes/note'
import type { Subject } from './decide'
import { UndoneByIt } from './decisions-view'
import { type FilterQuery, filterSearch } from './filter'
import { type Frame, keyFor } from './frame'
import { doneText } from './item-words'

/** « GLAZ-12 : publiée », and the way back. It takes the focus, so that whoever does not see it hears it first. */
export function DoneLine({ done, query, ...frame }: Frame & { done: Subject; query: FilterQuery }) {
  const { t } = frame
  const { note, report } = done
  const { id, reference, version } = report ?? note
  const action = report ? report.outcome : (note.onReports ?? note.lastDecision?.action)
  const undoable = report
    ? report.outcome === 'dismiss' && note.status === 'published'
    : nextState(note, 'restore') !== null
  return (
    <div class="etat-note" role="status" tabindex={-1} autofocus>
      <p>
        <a href={`/moderation/notes/${note.id}/`}>{reference}</a>
        {t.colon}
        {action ? doneText(action, t) : t.moderation.states[note.status]}
      </p>
      {undoable && (
        <form method="post" action={`/moderation/notes/${id}/decisions/`}>
          <input type="hidden" name="version" value={String(version)} />
          {!report && <UndoneByIt note={note} />}
          <input type="hidden" name="file" value={filterSearch(query)} />
          <button class="second" name="action" value="restore" {...keyFor(frame, 'z')}>
            {t.moderation.undo}
          </button>
        </form>
      )}
    </div>
  )
}
