import { nextState } from '../notes/note'
import type { Report } from '../notes/reports'
import type { Note } from '../notes/store'
import { momentText } from '../site/dates'
import { DecisionForm } from './decisions-view'
import type { FilterQuery } from './filter'
import { type Frame, keyFor } from './frame'

type ReportsProps = Frame & { note: Note; reports: Report[]; query: FilterQuery }

/** What readers say of this note, and the two shortest answers: nothing is wrong, or off the site at once. */
export function OpenReports({ note, reports, query, ...frame }: ReportsProps) {
  const { index, t } = frame
  const { moderation: m } = t
  const open = reports.filter(({ closedAt }) => closedAt === null)
  if (open.length === 0) return null
  return (
    <section aria-labelledby="signalements">
      <h2 id="signalements">{m.reports}</h2>
      <ul class="file">
        {open.map((report, n) => (
          <li>
            <p class="faits">
              {m.reportedAt(report.reference, momentText(report.createdAt, index.site.timezone, index.site.lang))}
            </p>
            {report.reason === null ? <p>{m.reportErased}</p> : <blockquote dir="auto">{report.reason}</blockquote>}
            <DecisionForm note={report} query={query}>
              <button
                class="second"
                name="action"
                value="dismiss"
                aria-label={`${m.actions.dismiss}${t.colon}${report.reference}`}
                {...(n === 0 ? keyFor(frame, 'c') : {})}
              >
                {m.actions.dismiss}
              </button>
            </DecisionForm>
          </li>
        ))}
      </ul>
      <DecisionForm note={note} query={query}>
        <p class="boutons">
          {nextState(note, 'unpublish') && (
            <button class="grave" name="action" value="unpublish">
              {m.hideNow}
            </button>
          )}
          {open.length > 1 && (
            <button class="second" name="action" value="dismiss">
              {m.dismissAll}
            </button>
          )}
        </p>
      </DecisionForm>
    </section>
  )
}
