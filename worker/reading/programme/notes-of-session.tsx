import type { Counts } from '../../publishing/values'
import type { PageIndex, Session } from '../../site/page-index'
import { encodePath } from '../../site/paths'
import type { Strings } from '../../site/strings'

type NotesOfSessionProps = { index: PageIndex; session: Session; counts: Counts; t: Strings }

/** How many notes a session has; one that takes notes and has none asks for the first. */
export function NotesOfSession({ index, session, counts, t }: NotesOfSessionProps) {
  const entry = index.pages[session.address]
  const count = entry ? (counts[entry.id] ?? 0) : 0
  if (count > 0) return <a href={`${encodePath(session.address)}#notes`}>{t.programme.notes(count)}</a>
  if (entry?.notes !== 'open' || session.status === 'cancelled') return null
  return (
    <>
      {t.programme.wanted}{' '}
      <a href={`/contribuer/?page=${encodeURIComponent(session.address)}`}>{t.programme.writeFirst}</a>
    </>
  )
}
