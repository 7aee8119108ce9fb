import { raw } from 'hono/html'
import type { Block } from '../publishing/values'
import { encodePath } from '../site/paths'
import type { Strings } from '../site/strings'

type NotesOnPageProps = {
  /** Null: the page has no published note. */
  notes: Block | null
  /** Whether the page takes notes now. */
  open: boolean
  address: string
  block: number
  t: Strings
}

/** What fills the notes' slot of a page: one block, the way to the others, the way to the form. */
export function NotesOnPage({ notes, open, address, block, t }: NotesOnPageProps) {
  return (
    <>
      {notes?.markup ? raw(notes.markup) : <p>{notes && notes.blocks > 1 ? t.notesGone : t.noNote}</p>}
      {notes && notes.blocks > 1 && <Blocks address={address} block={block} last={notes.blocks} t={t} />}
      {open && (
        <p>
          <a class="bouton" href={`/contribuer/?page=${encodeURIComponent(address)}`}>
            {t.writeNote}
          </a>
        </p>
      )}
    </>
  )
}

/** @param last Exact on the first block; the others know whether one follows them, and no more. */
function Blocks({ address, block, last, t }: { address: string; block: number; last: number; t: Strings }) {
  const link = (to: number, label: string) =>
    to >= 1 && to <= last && to !== block ? (
      <li>
        <a href={to === 1 ? `${encodePath(address)}#notes` : `?notes=${to}#notes`}>{label}</a>
      </li>
    ) : null
  return (
    <nav aria-label={t.moreNotes}>
      <ul class="suite">
        {block > 2 && link(1, t.firstNotes)}
        {link(block - 1, t.previousNotes)}
        {link(block + 1, t.nextNotes)}
        {block === 1 && last > 2 && link(last, t.lastNotes)}
      </ul>
    </nav>
  )
}
