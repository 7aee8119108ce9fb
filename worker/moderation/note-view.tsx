import type { Child } from 'hono/jsx'
import { FaultSummary, Field, type FieldMessage } from '../notes/fields'
import { type DecisionAction, possibleDecisions } from '../notes/note'
import { NoteArticle } from '../notes/note-article'
import type { Note } from '../notes/store'
import { momentText } from '../site/dates'
import { renderNote } from '../site/note-markdown'
import { addressOfPage, languageOf } from '../site/page-index'
import { encodePath } from '../site/paths'
import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import type { Frame } from './frame'
import type { Decision, Revision } from './queue'
import { DoneLine, flagText, pageTitle } from './queue-view'

/** What a moderator typed into a decision that did not take. */
export type TypedDecision = { action: string; body: string; reason: string; ready: string }

type NoteProps = Frame & {
  note: Note
  revisions: Revision[]
  decisions: Decision[]
  typed: TypedDecision | null
  faults: FieldMessage[]
  /** Why a decision did not take, when somebody else was quicker or the state forbids it. */
  conflict: 'stale' | 'refused' | null
  /** Another note that was just decided. */
  done: Note | null
}

/** One note: as it will look, what speaks for and against it, and every decision that may follow. */
export function NotePage({ index, t, note, revisions, decisions, typed, faults, conflict, done }: NoteProps) {
  const { moderation: m } = t
  const address = addressOfPage(index, note.page)
  const lang = languageOf(index, note.page)
  const shown = revisions.find(({ number }) => number === note.publishedRevision)
  return (
    <>
      {done && <DoneLine note={done} t={t} />}
      <FaultSummary faults={faults} t={t} />
      <h1>
        {note.reference} <small>{m.states[note.status]}</small>
      </h1>
      {conflict && <Conflict t={t} conflict={conflict} typed={typed} />}
      <p class="faits">
        {address ? <a href={encodePath(address)}>{pageTitle(index, note)}</a> : note.page} ·{' '}
        <bdi>{note.author ?? t.anonymous}</bdi>
      </p>
      {note.flags.length > 0 && (
        <p class="etat">
          {m.signals} : {note.flags.map((flag) => flagText(flag, t)).join(' · ')}
        </p>
      )}
      {note.body === null ? <p>{m.erased}</p> : <NoteText body={note.body} author={note.author} lang={lang} t={t} />}
      {note.status === 'published' && note.waitingRevision !== null && shown?.body && (
        <>
          <h2>{m.published}</h2>
          <NoteArticle author={shown.author} html={renderNote(shown.body, lang).html} t={t} />
        </>
      )}
      <Decisions site={index.site} t={t} note={note} typed={typed} faults={faults} />
      <History index={index} t={t} revisions={revisions} decisions={decisions} />
    </>
  )
}

function NoteText({ body, author, lang, t }: { body: string; author: string | null; lang: string; t: Strings }) {
  const { moderation: m } = t
  const { html, links } = renderNote(body, lang)
  return (
    <>
      <h2>{m.asItWillLook}</h2>
      <NoteArticle author={author} html={html} t={t} />
      {links.length > 0 && (
        <p>
          {m.links} : {links.map((link) => hostOf(link)).join(', ')}
        </p>
      )}
      <details>
        <summary>{m.source}</summary>
        <pre dir="auto">{body}</pre>
      </details>
    </>
  )
}

/** Where a link leads is its host, whatever its words say. */
function hostOf(address: string): string {
  const url = new URL(address)
  return url.host || url.pathname
}

function Conflict({ t, conflict, typed }: { t: Strings; conflict: 'stale' | 'refused'; typed: TypedDecision | null }) {
  const { moderation: m } = t
  const text = typed?.body || typed?.reason
  return (
    <div class="resume" role="alert">
      <h2>{conflict === 'stale' ? m.conflictTitle : m.refusedTitle}</h2>
      <p>{conflict === 'stale' ? m.conflict : m.refused}</p>
      {text && (
        <>
          <label for="perdu">{m.yourText}</label>
          <textarea id="perdu" rows={6} readonly>
            {text}
          </textarea>
        </>
      )}
    </div>
  )
}

type DecisionsProps = {
  site: SiteSettings
  t: Strings
  note: Note
  typed: TypedDecision | null
  faults: FieldMessage[]
}

function Decisions({ site, t, note, typed, faults }: DecisionsProps) {
  const { moderation: m } = t
  const possible = possibleDecisions(note)
  const plain = possible.filter((action) => !withWords.has(action))
  const typedIn = (action: DecisionAction) => (typed?.action === action ? typed : null)
  const faultsOf = (action: DecisionAction) => (typed?.action === action ? faults : [])
  if (possible.length === 0) return null
  return (
    <section aria-labelledby="decider">
      <h2 id="decider">{m.decide}</h2>
      <DecisionForm note={note}>
        <p class="boutons">
          {plain.map((action) => (
            <button class={action === 'approve' ? undefined : 'second'} name="action" value={action}>
              {m.actions[action]}
            </button>
          ))}
        </p>
      </DecisionForm>
      {possible.includes('edit') && (
        <details open={typedIn('edit') !== null}>
          <summary>{m.actions.edit}</summary>
          <DecisionForm note={note}>
            <Field name="body" label={m.retouched} hint={m.retouchHint} faults={faultsOf('edit')}>
              {(attributes) => (
                <textarea name="body" rows={12} {...attributes}>
                  {typedIn('edit')?.body ?? note.body ?? ''}
                </textarea>
              )}
            </Field>
            <button name="action" value="edit">
              {m.actions.edit}
            </button>
          </DecisionForm>
        </details>
      )}
      {(['return', 'reject', 'unpublish'] as const)
        .filter((action) => possible.includes(action))
        .map((action) => (
          <details open={typedIn(action) !== null}>
            <summary>{m.actions[action]}</summary>
            <ReasonForm
              site={site}
              t={t}
              note={note}
              action={action}
              typed={typedIn(action)}
              faults={faultsOf(action)}
            />
          </details>
        ))}
    </section>
  )
}

/** Decisions that take words: they have forms of their own below the plain buttons. */
const withWords = new Set<DecisionAction>(['edit', 'return', 'reject', 'unpublish'])

type ReasonFormProps = DecisionsProps & { action: 'return' | 'reject' | 'unpublish' }

/** A ready sentence or own words; own words win. */
function ReasonForm({ site, t, note, action, typed, faults }: ReasonFormProps) {
  const { moderation: m } = t
  const ready = site.reasons.filter((reason) => reason.action === action)
  const id = (name: string) => `${name}-${action}`
  return (
    <DecisionForm note={note}>
      {ready.length > 0 && (
        <p>
          <label for={id('ready')}>{m.readyReason}</label>
          <select id={id('ready')} name="ready">
            <option value="">{m.noReadyReason}</option>
            {ready.map((reason) => (
              <option value={reason.id} selected={reason.id === typed?.ready}>
                {reason.label}
              </option>
            ))}
          </select>
        </p>
      )}
      <Field name={id('reason')} label={m.ownReason} hint={m.reasonHint} faults={faults}>
        {(attributes) => (
          <textarea name="reason" rows={4} {...attributes}>
            {typed?.reason ?? ''}
          </textarea>
        )}
      </Field>
      <button class="second" name="action" value={action}>
        {m.actions[action]}
      </button>
    </DecisionForm>
  )
}

/** Carries the version that the moderator read. */
function DecisionForm({ note, children }: { note: Note; children: Child }) {
  return (
    <form method="post" action={`/moderation/notes/${note.id}/decisions/`} novalidate>
      <input type="hidden" name="version" value={String(note.version)} />
      {children}
    </form>
  )
}

function History({ index, t, revisions, decisions }: Frame & { revisions: Revision[]; decisions: Decision[] }) {
  const { moderation: m } = t
  const events = [
    ...revisions.map(({ number, moderator, createdAt }) => ({
      at: createdAt,
      what: moderator ? m.retouchedBy(moderator) : number === 1 ? m.sent : m.corrected,
      why: null,
    })),
    ...decisions.map(({ action, moderator, at, reason }) => ({
      at,
      what: m.decidedBy(action in m.done ? m.done[action as keyof typeof m.done] : action, moderator),
      why: reason,
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  return (
    <section aria-labelledby="histoire">
      <h2 id="histoire">{m.history}</h2>
      <ol>
        {events.map(({ at, what, why }) => (
          <li>
            <time datetime={at}>{momentText(at, index.site.timezone, index.site.lang)}</time> : {what}
            {why && <blockquote dir="auto">{why}</blockquote>}
          </li>
        ))}
      </ol>
    </section>
  )
}
