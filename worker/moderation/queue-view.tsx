import { ageText, momentText } from '../site/dates'
import { noteAddress } from './addresses'
import type { Subject } from './decide'
import { DoneLine } from './done-line'
import { excerptOfItem } from './excerpt'
import { type FilterQuery, filterSearch } from './filter'
import { FilterForm } from './filter-view'
import { type Frame, keyFor } from './frame'
import { flagText, titleInLine } from './item-words'
import type { Lease } from './leases'
import { itemKinds, type QueueItem, type QueueSize, waitingOf } from './queue'

type QueueProps = Frame & {
  items: QueueItem[]
  size: QueueSize
  query: FilterQuery
  /** Addresses of this list: its next page (null at the end), longer, and with everything ticked (null: not offered). */
  addresses: { next: string | null; longer: string; ticked: string | null; oneByOne: string }
  /** Who else reads which note now. */
  leases: Lease[]
  ticked: boolean
  /** What was just decided, with its way back. */
  done: Subject | null
  /** Something that was asked for could not be done. */
  notice: string | null
}

/** The queue: what waits, oldest first, one line of each, and several decided at once. */
export function QueuePage(props: QueueProps) {
  const { items, size, query, addresses, leases, ticked, done, notice, ...frame } = props
  const { moderation: m } = frame.t
  return (
    <>
      {done && <DoneLine {...frame} done={done} query={query} />}
      {notice && (
        <p class="resume" role="alert" tabindex={-1} autofocus>
          {notice}
        </p>
      )}
      <h1>{m.queue}</h1>
      <Size {...frame} size={size} />
      <FilterForm {...frame} query={query} />
      {items.length === 0 ? (
        <p>{waitingOf(size) === 0 ? m.nothingWaits : m.nothingFound}</p>
      ) : (
        <>
          <p>
            <a class="bouton" href={addresses.oneByOne} {...keyFor(frame, 'n')}>
              {m.oneByOne}
            </a>
          </p>
          <form method="post" action="/moderation/decisions/">
            <input type="hidden" name="file" value={filterSearch(query)} />
            <ul class="file">
              {items.map((item) => (
                <QueueLine {...frame} item={item} query={query} ticked={ticked} lease={leaseOf(item, leases)} />
              ))}
            </ul>
            <p class="suite">
              {addresses.next && <a href={addresses.next}>{m.more}</a>}
              {addresses.next && <a href={addresses.longer}>{m.hundred}</a>}
              {addresses.ticked && items.length > 1 && !ticked && <a href={addresses.ticked}>{m.selectAll}</a>}
            </p>
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
        </>
      )}
    </>
  )
}

export const bulkActions = ['approve', 'reject', 'spam', 'dismiss'] as const
export type BulkAction = (typeof bulkActions)[number]

/** « À relire : 9 notes, 1 signalement. » */
function Size({ size, index, t, now }: Frame & { size: QueueSize }) {
  const { moderation: m } = t
  if (waitingOf(size) === 0) return null
  const parts = itemKinds.filter((kind) => size[kind] > 0).map((kind) => m.waiting[kind](size[kind]))
  return (
    <p>
      <strong>{m.waitingSum(parts.join(', '))}</strong>{' '}
      {size.oldest && m.oldest(ageText(size.oldest, now, index.site.lang))}
    </p>
  )
}

type LineProps = Frame & { item: QueueItem; query: FilterQuery; ticked: boolean; lease: Lease | undefined }

function QueueLine({ item, query, ticked, lease, index, t, now }: LineProps) {
  const { moderation: m } = t
  const { note, report, since } = item
  const { id, reference, version } = report ?? note
  const { lang, timezone } = index.site
  return (
    <li>
      <div class="coche">
        <input
          type="checkbox"
          name="item"
          value={`${id} ${version}`}
          checked={ticked}
          aria-label={m.select(reference)}
        />
        <div>
          <a class="ouvrir" href={noteAddress(id, query)}>
            {reference}, {titleInLine(index, note.page)}
          </a>
          <p class="faits">
            {t.moderation.kinds[item.kind]}
            {report ? ` ${m.about(note.reference)}` : ''} ·{' '}
            {!report && (
              <>
                <bdi>{note.author ?? t.anonymous}</bdi> ·{' '}
              </>
            )}
            <time datetime={since}>{momentText(since, timezone, lang)}</time>
          </p>
          {lease && <p class="faits">{m.isRead(lease.moderator, ageText(lease.since, now, lang))}</p>}
          {!report && note.flags.length > 0 && (
            <p class="etat">{note.flags.map((flag) => flagText(flag, t)).join(' · ')}</p>
          )}
          <p dir="auto">{excerptOfItem(item, t)}</p>
        </div>
      </div>
    </li>
  )
}

function leaseOf({ note }: QueueItem, leases: Lease[]): Lease | undefined {
  return leases.find(({ noteId }) => noteId === note.id)
}
