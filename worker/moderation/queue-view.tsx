import { type Status, statuses } from '../notes/note'
import type { Note } from '../notes/store'
import { ageText, momentText } from '../site/dates'
import { addressOfPage, openPages, type PageIndex } from '../site/page-index'
import type { Strings } from '../site/strings'
import type { DecisionOutcome } from './decide'
import type { Frame } from './frame'
import type { QueueFilter } from './queue'

type QueueProps = Frame & {
  notes: Note[]
  waiting: number
  oldest: string | null
  filter: QueueFilter
  /** Address of the next page; null at the end. */
  next: string | null
  now: Date
  /** What was just decided, with its way back. */
  done: Note | null
}

/** The queue: what waits, oldest first, one line of each, and several decided at once. */
export function QueuePage({ index, t, notes, waiting, oldest, filter, next, now, done }: QueueProps) {
  const { moderation: m } = t
  return (
    <>
      {done && <DoneLine note={done} t={t} />}
      <h1>{m.queue}</h1>
      <p>
        <strong>{m.waiting(waiting)}</strong>
        {oldest && ` ${m.oldest(ageText(oldest, now, index.site.lang))}`}
      </p>
      <FilterForm index={index} t={t} filter={filter} />
      {notes.length === 0 ? (
        <p>{waiting === 0 ? m.nothingWaits : m.nothingFound}</p>
      ) : (
        <form method="post" action="/moderation/decisions/">
          <ul class="file">
            {notes.map((note) => (
              <QueueItem note={note} index={index} t={t} />
            ))}
          </ul>
          {next && (
            <p>
              <a href={next}>{m.more}</a>
            </p>
          )}
          <fieldset>
            <legend>{m.bulk}</legend>
            <p class="boutons">
              {bulkActions.map((action) => (
                <button class={action === 'approve' ? undefined : 'second'} name="action" value={action}>
                  {m.actions[action]}
                </button>
              ))}
            </p>
          </fieldset>
        </form>
      )}
    </>
  )
}

export const bulkActions = ['approve', 'reject', 'spam'] as const
export type BulkAction = (typeof bulkActions)[number]

/** Lists what will happen, and asks. */
export function BulkConfirmPage({ index, t, action, notes }: Frame & { action: BulkAction; notes: Note[] }) {
  const { moderation: m } = t
  return (
    <>
      <h1>{m.bulkTitle(notes.length)}</h1>
      <p>{m.bulkIntro}</p>
      <form method="post" action="/moderation/decisions/">
        <input type="hidden" name="action" value={action} />
        <input type="hidden" name="confirm" value="oui" />
        <ul class="file">
          {notes.map((note) => (
            <li>
              <input type="hidden" name="item" value={`${note.id} ${note.version}`} />
              <strong>{m.actions[action]}</strong> : {note.reference}, {pageTitle(index, note)}
              <p dir="auto">{excerpt(note)}</p>
            </li>
          ))}
        </ul>
        <p class="boutons">
          <button>{m.bulkConfirm}</button>
        </p>
      </form>
      <p>
        <a href="/moderation/">{m.back}</a>
      </p>
    </>
  )
}

export function BulkResultPage({ t, results }: Frame & { results: { id: string; result: DecisionOutcome }[] }) {
  const { moderation: m } = t
  const words = { done: m.bulkDone, stale: m.bulkStale, refused: m.bulkRefused, unknown: m.bulkUnknown }
  return (
    <>
      <h1>{m.bulkResult}</h1>
      <ul class="file">
        {results.map(({ id, result }) => (
          <li>
            {result.outcome === 'unknown' ? id : <a href={`/moderation/notes/${id}/`}>{result.note.reference}</a>} :{' '}
            {words[result.outcome]}
          </li>
        ))}
      </ul>
      <p>
        <a href="/moderation/">{m.back}</a>
      </p>
    </>
  )
}

/** « GLAZ-12 : publiée », and the way back. */
export function DoneLine({ note, t }: { note: Note; t: Strings }) {
  const { moderation: m } = t
  const action = note.lastDecision?.action
  return (
    <div class="etat-note" role="status">
      <p>
        <a href={`/moderation/notes/${note.id}/`}>{note.reference}</a> :{' '}
        {action && action in m.done ? m.done[action as keyof typeof m.done] : m.states[note.status]}
      </p>
      {note.undoable && (
        <form method="post" action={`/moderation/notes/${note.id}/decisions/`}>
          <input type="hidden" name="version" value={String(note.version)} />
          <button class="second" name="action" value="restore">
            {m.undo}
          </button>
        </form>
      )}
    </div>
  )
}

function QueueItem({ note, index, t }: { note: Note; index: PageIndex; t: Strings }) {
  const { moderation: m } = t
  const isRevision = note.status === 'published' && note.waitingRevision !== null
  const when = note.waitingSince ?? note.createdAt
  return (
    <li>
      <div class="coche">
        <input type="checkbox" name="item" value={`${note.id} ${note.version}`} aria-label={m.select(note.reference)} />
        <div>
          <a href={`/moderation/notes/${note.id}/`}>
            {note.reference}, {pageTitle(index, note)}
          </a>
          <p class="faits">
            {isRevision ? m.kindRevision : m.kindNote} · <bdi>{note.author ?? t.anonymous}</bdi> ·{' '}
            <time datetime={when}>{momentText(when, index.site.timezone, index.site.lang)}</time>
          </p>
          {note.flags.length > 0 && <p class="etat">{note.flags.map((flag) => flagText(flag, t)).join(' · ')}</p>}
          <p dir="auto">{excerpt(note)}</p>
        </div>
      </div>
    </li>
  )
}

function FilterForm({ index, t, filter }: Frame & { filter: QueueFilter }) {
  const { moderation: m } = t
  const label: Record<Status, string> = m.states
  return (
    <details>
      <summary>{m.filter}</summary>
      <form method="get" action="/moderation/">
        <p>
          <label for="status">{m.state}</label>
          <select id="status" name="status">
            {statuses.map((status) => (
              <option value={status} selected={status === filter.status}>
                {label[status]}
              </option>
            ))}
          </select>
        </p>
        <p>
          <label for="page">{m.page}</label>
          <select id="page" name="page">
            <option value="">{m.allPages}</option>
            {openPages(index).map(([address, title]) => (
              <option value={address} selected={index.pages[address]?.id === filter.page}>
                {title}
              </option>
            ))}
          </select>
        </p>
        <p>
          <label for="q">{m.words}</label>
          <input id="q" name="q" value={filter.words ?? ''} />
        </p>
        <p class="boutons">
          <button class="second">{m.filter}</button>
        </p>
      </form>
    </details>
  )
}

/** `links:4` → « 4 liens ». */
export function flagText(flag: string, t: Strings): string {
  const { flags } = t.moderation
  const [name = '', detail] = flag.split(':')
  if (name === 'links') return `${detail} ${flags.links}`
  if (name === 'near') return `${flags.near} ${detail}`
  return name in flags ? flags[name as keyof typeof flags] : flag
}

export function pageTitle(index: PageIndex, note: Note): string {
  const address = addressOfPage(index, note.page)
  return (address && index.pages[address]?.title) ?? note.page
}

/** Characters of a note that a list shows. */
const EXCERPT = 280

function excerpt({ body }: Note): string {
  const text = body ?? ''
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text
}
