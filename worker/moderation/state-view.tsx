import type { Child } from 'hono/jsx'
import { parseKey } from '../publishing/values'
import { ageText, momentText } from '../site/dates'
import type { Frame } from './frame'
import { type Point, pointsOf, type SiteState } from './state'

/** In plain words, whether all is well. */
export function StatePage({ index, t, state, now }: Frame & { state: SiteState }) {
  const words = t.state
  const points = pointsOf(state, now)
  const { queue, upkeep } = state
  const { lang, timezone } = index.site
  const age = (since: string) => ageText(since, now, lang)
  return (
    <>
      <h1>{words.title}</h1>
      <div class={points.length === 0 ? 'etat-note' : 'resume'} role="status">
        <p>
          <strong>{points.length === 0 ? words.allWell : words.toLookAt(points.length)}</strong>
        </p>
        {points.length > 0 && <p>{words.whom}</p>}
      </div>
      {upkeep.restore && (
        <Part title={words.restoring} at="restoring" points={points}>
          {words.restoreHalf(age(upkeep.restore))}
        </Part>
      )}
      <Part title={words.waiting} points={points}>
        {queue.oldest === null ? words.nothingWaits : words.waits(queue.waiting, age(queue.oldest))}
      </Part>
      <Publishing t={t} state={state} points={points} age={age} />
      <Part title={words.pages} at="pages" points={points}>
        {state.pagesAnswer ? words.pagesAnswer : words.pagesDown}
      </Part>
      <Part title={words.background} at="background" points={points}>
        {upkeep.cron === undefined
          ? words.backgroundNever
          : points.includes('background')
            ? words.backgroundLate(age(upkeep.cron))
            : words.backgroundRan(age(upkeep.cron))}
      </Part>
      <Part title={words.backup} at="backup" points={points}>
        {upkeep.backup === undefined
          ? words.backupNever
          : points.includes('backup')
            ? words.backupOld(age(upkeep.backup))
            : words.backedUp(age(upkeep.backup))}
      </Part>
      <p class="aide">{words.asOf(momentText(now.toISOString(), timezone, lang))}</p>
    </>
  )
}

type PublishingProps = Pick<Frame, 't'> & { state: SiteState; points: Point[]; age: (since: string) => string }

function Publishing({ t, state: { publishing }, points, age }: PublishingProps) {
  const words = t.state
  const { behind, stuck } = publishing
  return (
    <>
      <Part title={words.publishing} at="publishing" points={points}>
        {stuck.length > 0 ? words.late(behind) : behind > 0 ? words.soon(behind) : words.published}
      </Part>
      {stuck.length > 0 && (
        <ul>
          {stuck.map(({ key, since }) => (
            <li>{words.lateSince(words.kinds[parseKey(key)?.kind ?? 'unknown'], age(since))}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Part({ title, at, points, children }: { title: string; at?: Point; points: Point[]; children: Child }) {
  return (
    <>
      <h2>{title}</h2>
      <p class={at !== undefined && points.includes(at) ? 'etat' : undefined}>{children}</p>
    </>
  )
}
