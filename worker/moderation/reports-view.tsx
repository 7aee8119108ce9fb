import { nextState } from '../notes/note'
import type { Report } from '../notes/reports'
import { momentText } from '../site/dates'
import { DecisionForm } from './decisions-view'
import type { FilterQuery } from './filter'
import { type Frame, keyFor } from './frame'
import type { NoteFile } from './note-view'

type ReportsProps = Frame & { file: NoteFile; query: FilterQuery }

/**
 * What readers say of this note, and the two shortest answers: nothing is wrong, or off the site at once. Where there are more
 * than are shown, all but the one that was opened are folded, so that the decisions stand near.
 */
export function OpenReports({ file, query, ...frame }: ReportsProps) {
  const { t } = frame
  const { moderation: m } = t
  const { note, report: opened, reports, amounts } = file
  const open = reports.filter(({ closedAt }) => closedAt === null)
  if (open.length === 0) return null
  const older = amounts.openReports - open.length
  const first = older > 0 ? open.filter(({ id }) => id === opened?.id) : open
  const folded = open.filter((report) => !first.includes(report))
  return (
    <section aria-labelledby="signalements">
      <h2 id="signalements">{m.reports}</h2>
      {first.length > 0 && <ReportList {...frame} reports={first} query={query} hasKey />}
      {older > 0 && (
        <>
          <p>{m.olderReports(older)}</p>
          <details>
            <summary>{m.newestReports}</summary>
            <ReportList {...frame} reports={folded} query={query} />
          </details>
        </>
      )}
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

type ListProps = Frame & { reports: Report[]; query: FilterQuery; hasKey?: boolean }

/** @param hasKey The shortcut dismisses the first. */
function ReportList({ reports, query, hasKey = false, ...frame }: ListProps) {
  const { index, t } = frame
  const { moderation: m } = t
  return (
    <ul class="file">
      {reports.map((report, n) => (
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
              {...(hasKey && n === 0 ? keyFor(frame, 'c') : {})}
            >
              {m.actions.dismiss}
            </button>
          </DecisionForm>
        </li>
      ))}
    </ul>
  )
}
