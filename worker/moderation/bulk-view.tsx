import { FaultSummary, type FieldMessage } from '../notes/fields'
import { nextState } from '../notes/note'
import { noteAddress, queueAddress } from './addresses'
import type { LotOutcome, Subject } from './decide'
import type { TypedDecision } from './decision-body'
import { excerptOfItem } from './excerpt'
import { type FilterQuery, filterSearch } from './filter'
import type { Frame } from './frame'
import { titleInLine } from './item-words'
import { KeptForm, type SentField } from './kept-form'
import type { BulkAction } from './queue-view'
import { ReasonFields } from './reason-fields'

/** A ticked line: what was found behind it, and the version that the moderator saw. */
export type TickedItem = Subject & { id: string; version: number }

type ConfirmProps = Frame & {
  action: BulkAction
  items: TickedItem[]
  query: FilterQuery
  typed: TypedDecision | null
  faults: FieldMessage[]
}

/** Lists what will happen, and asks. */
export function BulkConfirmPage({ action, items, query, typed, faults, ...frame }: ConfirmProps) {
  const { index, t } = frame
  const { moderation: m } = t
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{m.bulkTitle(items.length)}</h1>
      <p>{m.bulkIntro}</p>
      <form method="post" action="/moderation/decisions/" novalidate>
        <input type="hidden" name="action" value={action} />
        <input type="hidden" name="confirm" value="oui" />
        <input type="hidden" name="file" value={filterSearch(query)} />
        <ul class="file">
          {items.map(({ id, version, note, report }) => (
            <li>
              <input type="hidden" name="item" value={`${id} ${version}`} />
              <strong>{isPossible(action, { note, report }) ? m.actions[action] : m.bulkNothing}</strong>
              {t.colon}
              {(report ?? note).reference}, {titleInLine(index, note.page)}
              <p dir="auto">{excerptOfItem({ note, report }, t)}</p>
            </li>
          ))}
        </ul>
        {action === 'reject' && <ReasonFields site={index.site} t={t} action="reject" typed={typed} faults={faults} />}
        <p class="boutons">
          <button>{m.bulkConfirm}</button>
        </p>
      </form>
      <p>
        <a href={queueAddress(query)}>{m.back}</a>
      </p>
    </>
  )
}

type ResultProps = Frame & {
  results: { id: string; result: LotOutcome }[]
  query: FilterQuery
  /** The form once more, for what could not be recorded. */
  again: SentField[]
}

export function BulkResultPage({ t, results, query, again }: ResultProps) {
  const { moderation: m } = t
  const words = {
    done: m.bulkDone,
    stale: m.bulkStale,
    refused: m.bulkRefused,
    unknown: m.bulkUnknown,
    failed: m.bulkFailed,
  }
  return (
    <>
      <h1 tabindex={-1} autofocus>
        {m.bulkResult}
      </h1>
      <ul class="file">
        {results.map(({ id, result }) => (
          <li>
            {result.outcome === 'unknown' ? (
              id
            ) : (
              <a href={noteAddress(result.note.id, query)}>{(result.report ?? result.note).reference}</a>
            )}
            {t.colon}
            {words[result.outcome]}
          </li>
        ))}
      </ul>
      {results.some(({ result }) => result.outcome === 'failed') && (
        <>
          <p>{m.bulkAgain}</p>
          <KeptForm t={t} action="/moderation/decisions/" fields={again} button={t.check.retry} />
        </>
      )}
      <p>
        <a href={queueAddress(query)}>{m.back}</a>
      </p>
    </>
  )
}

function isPossible(action: BulkAction, { note, report }: Subject): boolean {
  if (report) return action === 'dismiss' && report.closedAt === null
  return action !== 'dismiss' && nextState(note, action) !== null
}
