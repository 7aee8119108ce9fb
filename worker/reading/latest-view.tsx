import type { PublishedNote } from '../publishing/values'
import { hour, longDay } from '../site/dates'
import type { PageIndex } from '../site/page-index'
import { beginning, plainText } from '../site/plain-text'
import type { ShellProps } from '../site/shell'
import { type Strings, stringsFor } from '../site/strings'
import { localTimeAt } from '../site/zoned-time'
import { TitleOfNote } from './title-of-note'

/** What /nouveautes/ is, on the site and in the copy of it that opens from disk. @param notes The newest first. */
export function latestPage(index: PageIndex, notes: PublishedNote[]): ShellProps {
  const { site } = index
  const t = stringsFor(site.lang)
  return {
    site,
    title: t.latest.title,
    description: aboutLatest(notes, t),
    address: '/nouveautes/',
    children: <Latest index={index} notes={notes} t={t} />,
  }
}

function Latest({ index, notes, t }: { index: PageIndex; notes: PublishedNote[]; t: Strings }) {
  const { lang, timezone } = index.site
  const hours = Map.groupBy(notes, ({ publishedAt }) => localTimeAt(new Date(publishedAt), timezone).slice(0, 13))
  return (
    <>
      <h1>{t.latest.title}</h1>
      <p>{aboutLatest(notes, t)}</p>
      {[...hours].map(([each, together]) => (
        <>
          <h2>{t.latest.hour(longDay(each, lang), hour(`${each}:00`, lang))}</h2>
          <ul class="seances">
            {together.map((note) => (
              <NewNote index={index} note={note} t={t} />
            ))}
          </ul>
        </>
      ))}
      <ul class="suite">
        <li>
          <a href="/feed.xml">{t.latest.feed}</a>
        </li>
        <li>
          <a href="/actes/">{t.latest.actes}</a>
        </li>
      </ul>
    </>
  )
}

function aboutLatest({ length }: PublishedNote[], { latest }: Strings): string {
  return length > 0 ? latest.about(length) : latest.none
}

/** A link that the browser shows as visited once the note was read. */
function NewNote({ index, note, t }: { index: PageIndex; note: PublishedNote; t: Strings }) {
  const { lang, timezone } = index.site
  const time = hour(localTimeAt(new Date(note.publishedAt), timezone), lang)
  return (
    <li>
      <a href={`/notes/${note.id}/`}>
        <TitleOfNote index={index} note={note} t={t} />
      </a>
      <span>
        {time}
        {note.edited && ` · ${t.edited}`}
      </span>
      <bdi>{beginning(plainText(note.html))}</bdi>
    </li>
  )
}
