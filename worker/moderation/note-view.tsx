import { FaultSummary, type FieldMessage } from '../notes/fields'
import { NoteArticle } from '../notes/note-article'
import type { Report } from '../notes/reports'
import type { Note } from '../notes/store'
import { ageText, momentText } from '../site/dates'
import { renderNote } from '../site/note-markdown'
import { addressOfPage, languageOf } from '../site/page-index'
import { encodePath } from '../site/paths'
import { nextAddress } from './addresses'
import { type Conflict, ConflictBox, isAboutReports } from './conflict-view'
import type { Subject } from './decide'
import type { TypedDecision } from './decision-body'
import { DecisionForm, Decisions } from './decisions-view'
import { DoneLine } from './done-line'
import type { FilterQuery } from './filter'
import { type Frame, keyFor } from './frame'
import type { Amounts, Decision, Revision } from './history'
import { History, Neighbours } from './history-view'
import { flagText, titleInLine } from './item-words'
import type { Lease } from './leases'
import type { Neighbour } from './neighbours'
import { eventsOf, lastChange } from './note-events'
import { Changes, NoteText, type SeenLink } from './note-text-view'
import { kindOf } from './queue'
import { OpenReports } from './reports-view'

/** Everything that is known of a note and that a moderator may want before deciding. */
export type NoteFile = {
  note: Note
  /** The one that was opened; null: the note itself was. */
  report: Report | null
  revisions: Revision[]
  decisions: Decision[]
  reports: Report[]
  amounts: Amounts
  /** Whether any of its texts has its author's name. */
  isNamed: boolean
  neighbours: Neighbour[]
  links: SeenLink[]
  /** Who else reads it now. */
  leases: Lease[]
}

type NoteProps = Frame & {
  file: NoteFile
  query: FilterQuery
  typed: TypedDecision | null
  faults: FieldMessage[]
  conflict: Conflict | null
  /** What was just decided, of this note or another. */
  done: Subject | null
}

/** One note: as it will look, what speaks for and against it, and every decision that may follow. */
export function NotePage({ file, query, typed, faults, conflict, done, ...frame }: NoteProps) {
  const { index, t } = frame
  const { moderation: m } = t
  const { note, revisions, links, neighbours, amounts } = file
  const events = eventsOf(file, t)
  const lang = languageOf(index, note.page)
  const shown = revisions.find(({ number }) => number === note.publishedRevision)
  return (
    <>
      {done && <DoneLine {...frame} done={done} query={query} />}
      <FaultSummary faults={faults} t={t} />
      <h1>
        {note.reference} <small>{stateOf(note, frame)}</small>
      </h1>
      {conflict && (
        <ConflictBox
          {...frame}
          conflict={conflict}
          last={lastChange(file, isAboutReports(conflict), t)}
          query={query}
        />
      )}
      <Facts {...frame} file={file} query={query} />
      <OpenReports {...frame} file={file} query={query} />
      {note.body === null ? (
        <p>{m.erased}</p>
      ) : (
        <NoteText body={note.body} author={note.author} links={links} lang={lang} t={t} />
      )}
      <Changes note={note} revisions={revisions} t={t} />
      {note.status === 'published' && note.waitingRevision !== null && shown?.body && (
        <>
          <h2>{m.published}</h2>
          <NoteArticle author={shown.author} html={renderNote(shown.body, lang)} t={t} />
        </>
      )}
      <Decisions {...frame} note={note} query={query} typed={typed} faults={faults} />
      <Neighbours {...frame} neighbours={neighbours} address={addressOfPage(index, note.page)} query={query} />
      <OrganiserActs {...frame} file={file} query={query} />
      <History {...frame} events={events} older={amounts.events - events.length} />
    </>
  )
}

/** « publiée · correction d’une note publiée » */
function stateOf(note: Note, { t }: Frame): string {
  const { states, kinds } = t.moderation
  return kindOf(note) === 'revision' ? `${states.published} · ${kinds.revision}` : states[note.status]
}

function Facts({ file: { note, leases }, query, ...frame }: Frame & { file: NoteFile; query: FilterQuery }) {
  const { index, t, now } = frame
  const { moderation: m } = t
  const { lang, timezone } = index.site
  const address = addressOfPage(index, note.page)
  const since = note.waitingSince ?? note.createdAt
  return (
    <>
      <p class="faits">
        {address ? <a href={encodePath(address)}>{titleInLine(index, note.page)}</a> : note.page} ·{' '}
        <bdi>{note.author ?? t.anonymous}</bdi> · <time datetime={since}>{momentText(since, timezone, lang)}</time>
      </p>
      {leases.map(({ moderator, since: reading }) => (
        <p class="etat">{m.isRead(moderator, ageText(reading, now, lang))}</p>
      ))}
      {note.flags.length > 0 && (
        <p class="etat">
          {m.signals}
          {t.colon}
          {note.flags.map((flag, n) => (
            <>
              {n > 0 && ' · '}
              {flag.startsWith('near:') ? (
                <a href={`/moderation/?q=${flag.slice('near:'.length)}`}>{flagText(flag, t)}</a>
              ) : (
                flagText(flag, t)
              )}
            </>
          ))}
        </p>
      )}
      <p>
        <a href={nextAddress(query, since)} {...keyFor(frame, 'n')}>
          {m.skip}
        </a>
      </p>
    </>
  )
}

/** For who can no longer act by the receipt; each asks once more before it is done. */
function OrganiserActs({ file, query, moderator, t }: Frame & { file: NoteFile; query: FilterQuery }) {
  const { note } = file
  const { moderation: m } = t
  if (!moderator.organiser || note.status === 'withdrawn') return null
  return (
    <details>
      <summary>{m.letter}</summary>
      <p>{m.letterHint}</p>
      <DecisionForm note={note} query={query}>
        <p class="boutons">
          {file.isNamed && (
            <button class="second" name="action" value="anonymise">
              {m.actions.anonymise}
            </button>
          )}
          <button class="grave" name="action" value="erase">
            {m.actions.erase}
          </button>
        </p>
      </DecisionForm>
    </details>
  )
}

/** Asks once more, because it cannot be undone. */
export function ConfirmPage({
  note,
  action,
  query,
  t,
}: Frame & { note: Note; action: 'erase' | 'anonymise'; query: FilterQuery }) {
  const { moderation: m } = t
  const isErasing = action === 'erase'
  return (
    <>
      <h1>{isErasing ? m.eraseTitle(note.reference) : m.anonymiseTitle(note.reference)}</h1>
      <p>{isErasing ? m.eraseText : m.anonymiseText}</p>
      <DecisionForm note={note} query={query}>
        <input type="hidden" name="confirm" value="oui" />
        <p class="boutons">
          <button class="grave" name="action" value={action}>
            {m.actions[action]}
          </button>
        </p>
      </DecisionForm>
      <p>
        <a href={`/moderation/notes/${note.id}/`}>{m.leaveAsIs}</a>
      </p>
    </>
  )
}
