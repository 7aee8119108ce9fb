import { FaultSummary, Field, type FieldMessage } from '../notes/fields'
import { WritingFields } from '../notes/form-view'
import { nextState } from '../notes/note'
import { NoteArticle } from '../notes/note-article'
import type { Note } from '../notes/store'
import { inTextarea } from '../site/in-textarea'
import { encodePath } from '../site/paths'
import type { Strings } from '../site/strings'

type ReceiptProps = {
  t: Strings
  note: Note
  /** One of its texts bears a name that can be taken off, though it be an older one. */
  isSigned: boolean
  /** The note's text as HTML; null: erased. */
  html: string | null
  /** Days after which its text was erased, because it was turned down; null: it was not. */
  keptFor: number | null
  /** Its page now; null when the page is gone. */
  page: { address: string; title: string } | null
  /** What stands in the correction's fields: the note, or what was typed and is at fault. */
  typed: { body: string; author: string }
  /** When it arrived, as text. */
  sentAt: string
  /** This page's own address, whole. */
  link: string
  faults: FieldMessage[]
  /** A moderator has it open. */
  isRead: boolean
  /** What its author has just done; null: nothing that is to be confirmed. */
  done: 'revise' | 'anonymise' | null
  /** What was typed and can no longer be sent; null: nothing was, or the fields hold it. */
  unsent: string | null
}

/** What an author sees of the note by the private link, and what can be done now. */
export function ReceiptPage(props: ReceiptProps) {
  const { t, note, html, keptFor, page, faults, unsent, sentAt, link, done, isRead } = props
  const { receipt } = t
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      {done && (
        <p class="etat-note" role="status" tabindex={-1} autofocus>
          {receipt.done[done]}
        </p>
      )}
      <h1>{receipt.title(note.reference)}</h1>
      <StateBox t={t} note={note} keptFor={keptFor} isRead={isRead} />
      {unsent !== null && (
        <Field name="perdu" label={receipt.unsent} faults={faults}>
          {(attributes) => (
            <textarea rows={6} readonly dir="auto" {...attributes}>
              {inTextarea(unsent)}
            </textarea>
          )}
        </Field>
      )}
      <p>
        {receipt.reference}
        {t.colon}
        <span class="reference">{note.reference}</span>
        <br />
        {receipt.sentAt(sentAt)}
      </p>
      {note.status !== 'withdrawn' && (
        <p>
          {receipt.keep}
          <br />
          <a class="lien-suivi" href="./">
            {link}
          </a>
        </p>
      )}
      {html !== null && (
        <>
          <h2>{receipt.note}</h2>
          <NoteArticle author={note.author} html={html} t={t} />
        </>
      )}
      <p>
        {note.status === 'published' && (
          <>
            <a href={`/notes/${note.id}/`}>{receipt.seePublished}</a>
            {' · '}
          </>
        )}
        {page && (
          <>
            <a href={encodePath(page.address)}>{receipt.seePage}</a>
            {' · '}
            <a href={`/contribuer/?page=${encodeURIComponent(page.address)}`}>{receipt.writeAnother}</a>
          </>
        )}
      </p>
      <AuthorActions {...props} />
    </>
  )
}

/** Asks once more, because erasing cannot be undone. */
export function ConfirmWithdrawal({ t, note }: { t: Strings; note: Note }) {
  const { receipt } = t
  return (
    <>
      <h1>{receipt.confirmTitle}</h1>
      <p>
        <span class="reference">{note.reference}</span>
      </p>
      <p>{receipt.withdrawHint}</p>
      <form method="post">
        <input type="hidden" name="confirm" value="oui" />
        <p class="boutons">
          <button class="grave" name="intent" value="withdraw">
            {receipt.confirm}
          </button>
        </p>
      </form>
      <p>
        <a href="./">{receipt.keepNote}</a>
      </p>
    </>
  )
}

function AuthorActions({ t, note, isSigned, typed, faults }: ReceiptProps) {
  const { receipt } = t
  const may = (action: 'revise' | 'withdraw') => nextState(note, action) !== null
  return (
    <>
      {may('revise') && (
        <>
          <h2 id="corriger">{receipt.revise}</h2>
          <form method="post" novalidate>
            <WritingFields t={t} typed={typed} faults={faults} />
            <p class="boutons">
              <button name="intent" value="revise">
                {receipt.sendRevision}
              </button>
            </p>
          </form>
        </>
      )}
      {isSigned && (
        <form method="post">
          <h2>{receipt.anonymise}</h2>
          <p>{receipt.anonymiseHint}</p>
          <p class="boutons">
            <button class="second" name="intent" value="anonymise">
              {receipt.anonymise}
            </button>
          </p>
        </form>
      )}
      {may('withdraw') && (
        <form method="post">
          <h2>{receipt.withdraw}</h2>
          <p>{receipt.withdrawHint}</p>
          <p class="boutons">
            <button class="grave" name="intent" value="withdraw">
              {receipt.withdraw}
            </button>
          </p>
        </form>
      )}
    </>
  )
}

/** Its state, what comes next, and the moderator's last word. */
function StateBox({ t, note, keptFor, isRead }: Pick<ReceiptProps, 't' | 'note' | 'keptFor' | 'isRead'>) {
  const { receipt } = t
  const reason = standingReason(note)
  return (
    <div class="etat-note" role="status" data-reference={note.reference} data-status={note.status}>
      <p>
        <strong>{isRead ? receipt.isRead : receipt.states[note.status]}</strong>
      </p>
      <p>{receipt.next[note.status]}</p>
      {keptFor !== null && <p>{receipt.erasedAfter(keptFor)}</p>}
      <RevisionState note={note} t={t} />
      {reason && (
        <>
          <p>
            {receipt.reason}
            {t.colon}
          </p>
          <blockquote dir="auto">{reason}</blockquote>
        </>
      )}
      {note.lastDecision?.isErased && note.body !== null && isAnswerable(note) && <p>{receipt.reasonErased}</p>}
    </div>
  )
}

function RevisionState({ t, note }: { t: Strings; note: Note }) {
  if (note.status !== 'published') return null
  if (note.waitingRevision !== null) return <p>{t.receipt.waitingRevision}</p>
  if (!isRevisionRefused(note)) return null
  return <p>{note.lastDecision?.action === 'return' ? t.receipt.returnedRevision : t.receipt.refusedRevision}</p>
}

/** A published note whose last correction was turned down, or sent back with a question. */
export function isRevisionRefused({ status, waitingRevision, lastDecision }: Note): boolean {
  const isRefusal = ['reject', 'return', 'spam'].includes(lastDecision?.action ?? '')
  return status === 'published' && waitingRevision === null && isRefusal
}

/** The moderator's reason, as long as it is the last word: the author's answer is another. Null: none is. */
export function standingReason(note: Note): string | null {
  return isAnswerable(note) ? (note.lastDecision?.reason ?? null) : null
}

/** The last word is the moderators'. */
function isAnswerable({ waitingRevision, status }: Note): boolean {
  return waitingRevision === null && status !== 'withdrawn'
}
