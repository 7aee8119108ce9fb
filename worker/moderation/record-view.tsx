import type { Child } from 'hono/jsx'
import { longDay, momentText } from '../site/dates'
import type { Statistics } from './figures'
import type { Frame } from './frame'
import type { Decision } from './history'
import { doneText, titleInLine } from './item-words'

type JournalProps = Frame & { decisions: Decision[]; next: string | null }

/** Newest first; each with its note, and its reason where one was given. */
export function JournalPage({ decisions, next, index, t }: JournalProps) {
  const { team } = t
  return (
    <>
      <h1>{team.journal}</h1>
      <p>{team.journalText}</p>
      {decisions.length === 0 ? (
        <p>{team.journalEmpty}</p>
      ) : (
        <>
          <ol class="file">
            {decisions.map(({ noteId, reference, action, moderator, reason, at }) => (
              <li>
                <time datetime={at}>{momentText(at, index.site.timezone, index.site.lang)}</time>
                {t.colon}
                <a href={`/moderation/notes/${noteId}/`}>{reference}</a>,{' '}
                {t.moderation.decidedBy(doneText(action, t), moderator)}
                {reason && <blockquote dir="auto">{reason}</blockquote>}
              </li>
            ))}
          </ol>
          {next && (
            <p>
              <a href={`/moderation/journal/?cursor=${encodeURIComponent(next)}`}>{team.older}</a>
            </p>
          )}
          <p>
            <a href="/moderation/journal/journal.csv">{team.journalExport}</a>
          </p>
        </>
      )}
    </>
  )
}

export function FiguresPage({ figures, index, t }: Frame & { figures: Statistics }) {
  const { team, moderation: m } = t
  const { byStatus, byPage, byDay, medianMinutes } = figures
  const states: Record<string, string> = m.states
  return (
    <>
      <h1>{team.figures}</h1>
      <p>{medianMinutes === null ? team.noMedian : team.median(minutesText(medianMinutes, index.site.lang))}</p>
      <Counts
        id="par-etat"
        title={team.byStatus}
        head={[m.state, team.count]}
        rows={Object.entries(byStatus).map(([status, notes]) => [states[status] ?? status, notes])}
      />
      <Counts
        id="par-page"
        title={team.byPage}
        head={[m.page, team.count]}
        rows={Object.entries(byPage).map(([page, notes]) => [titleInLine(index, page), notes])}
      />
      <Counts
        id="par-jour"
        title={team.byDay}
        head={[team.day, team.count]}
        rows={Object.entries(byDay).map(([day, notes]) => [longDay(day, index.site.lang), notes])}
      />
      <p>
        <a href="/moderation-en-chiffres/">{team.yearlyLink}</a>
      </p>
    </>
  )
}

type CountsProps = { id: string; title: string; head: [string, string]; rows: [Child, number][] }

function Counts({ id, title, head, rows }: CountsProps) {
  if (rows.length === 0) return null
  return (
    <>
      <h2 id={id}>{title}</h2>
      <table aria-labelledby={id}>
        <thead>
          <tr>
            {head.map((each) => (
              <th scope="col">{each}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, count]) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** « 12 minutes » */
function minutesText(minutes: number, lang: string): string {
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: 'minute',
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  }).format(minutes)
}
