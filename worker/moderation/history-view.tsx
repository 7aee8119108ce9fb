import { momentText } from '../site/dates'
import { noteAddress } from './addresses'
import { excerptOf } from './excerpt'
import { type FilterQuery, filterSearch } from './filter'
import type { Frame } from './frame'
import type { Neighbour } from './neighbours'
import type { HistoryEvent } from './note-events'

/** @param older How many lines before these are not shown. */
export function History({ events, older, ...frame }: Frame & { events: HistoryEvent[]; older: number }) {
  const { moderation: m } = frame.t
  return (
    <section aria-labelledby="histoire">
      <h2 id="histoire">{m.history}</h2>
      {older > 0 && <p>{m.olderEvents(older)}</p>}
      <ol>
        {events.map((event) => (
          <li>
            <EventLine {...frame} event={event} />
            {event.why && <blockquote dir="auto">{event.why}</blockquote>}
          </li>
        ))}
      </ol>
    </section>
  )
}

export function EventLine({ event: { at, what }, index, t }: Frame & { event: HistoryEvent }) {
  return (
    <>
      <time datetime={at}>{momentText(at, index.site.timezone, index.site.lang)}</time>
      {t.colon}
      {what}
    </>
  )
}

type NeighboursProps = Frame & { neighbours: Neighbour[]; address: string | undefined; query: FilterQuery }

/** The other notes of the session, one step away. */
export function Neighbours({ neighbours, address, query, t }: NeighboursProps) {
  const { moderation: m } = t
  return (
    <details>
      <summary>{m.others}</summary>
      {neighbours.length === 0 ? (
        <p>{m.noOther}</p>
      ) : (
        <ul class="file">
          {neighbours.map(({ id, reference, status, body }) => (
            <li>
              <a href={noteAddress(id, query)}>{reference}</a> · {m.states[status]}
              <p dir="auto">{excerptOf(body)}</p>
            </li>
          ))}
        </ul>
      )}
      {address && (
        <p>
          <a href={`/moderation/?${filterSearch({ page: address })}`}>{m.othersAll}</a>
        </p>
      )}
    </details>
  )
}
