import { raw } from 'hono/html'
import type { PublishedNote } from '../../publishing/values'
import { longDay } from '../../site/dates'
import { langAmong, titleAmong } from '../../site/in-language'
import { encodePath } from '../../site/paths'
import type { SiteSettings } from '../../site/settings'
import { renderDocument } from '../../site/shell'
import { NOTES_SLOT } from '../../site/slots'
import { stringsFor } from '../../site/strings'
import { type Book, type Chapter, factsOf, hourOf } from './book'
import { noteFacts } from './note-facts'
import { proceedingsStyle } from './style'

/** `/actes/`: one document to read, print and bind, written as it is read. */
export async function* proceedingsPage(book: Book): AsyncIterable<string> {
  const [head = '', tail = ''] = frame(book).split(NOTES_SLOT)
  yield head
  for (const { day, chapters } of book.days) {
    const t = stringsFor(book.site.lang)
    yield `<section class="jour"><h2 id="${dayAnchor(day)}">${day ? longDay(day, book.site.lang) : t.actes.others}</h2>\n`
    for (const chapter of chapters) {
      yield String(ChapterHead({ chapter, book }))
      for await (const note of book.notesOf(chapter)) yield `${NoteInBook({ note, site: book.site })}\n`
      yield '</section>\n'
    }
    yield '</section>\n'
  }
  yield tail
}

function frame(book: Book): string {
  const { site } = book
  const { actes: t } = stringsFor(site.lang)
  const about = book.notes === 0 ? t.empty : t.intro(site.event.name, site.event.place, book.notes)
  return renderDocument({
    site,
    title: t.title,
    description: about,
    address: '/actes/',
    css: proceedingsStyle(site),
    children: (
      <>
        <h1>
          {t.title}
          <br />
          <small>{site.event.name}</small>
        </h1>
        <p>{about}</p>
        <p>{t.licence(site.licence.name)}</p>
        <div class="garder">
          <p>
            {t.keep} {t.print}.
          </p>
          <ul>
            <li>
              <a href="/actes.epub">{t.epub}</a>
            </li>
            <li>
              <a href="/actes.md">{t.markdown}</a>
            </li>
            <li>
              <a href="/actes.json">{t.json}</a>
            </li>
            <li>
              <a href="/archive.zip">{t.archive}</a>
            </li>
          </ul>
          <p class="faits">{t.fresh}</p>
        </div>
        {book.notes > 0 && <Contents book={book} />}
        {raw(NOTES_SLOT)}
      </>
    ),
  })
}

function Contents({ book }: { book: Book }) {
  const { lang } = book.site
  const { actes: t } = stringsFor(lang)
  return (
    <nav class="sommaire" aria-labelledby="sommaire">
      <h2 id="sommaire">{t.contents}</h2>
      <ul>
        {book.days.map(({ day, chapters }) => (
          <li>
            <a href={`#${dayAnchor(day)}`}>{day ? longDay(day, lang) : t.others}</a>
            <ul>
              {chapters.map((chapter) => (
                <li>
                  <a href={`#${chapterAnchor(book, chapter)}`}>
                    {chapter.session && `${hourOf(chapter, lang)} · `}
                    {titleAmong(lang, chapter.lang, chapter.title)}
                  </a>{' '}
                  <span class="faits">{t.notes(chapter.notes)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The opening of a chapter's section; its end tag follows the notes. */
function ChapterHead({ chapter, book }: { chapter: Chapter; book: Book }) {
  const facts = factsOf(chapter, book.site)
  const id = chapterAnchor(book, chapter)
  return (
    <>
      {raw(`<section class="chapitre" aria-labelledby="${id}">`)}
      <h3 id={id} lang={langAmong(book.site.lang, chapter.lang)}>
        {chapter.address ? <a href={encodePath(chapter.address)}>{chapter.title}</a> : chapter.title}
      </h3>
      {facts.length > 0 && <p class="faits">{facts.join(' · ')}</p>}
    </>
  )
}

function NoteInBook({ note, site }: { note: PublishedNote; site: SiteSettings }) {
  const { author, moment, licence, edited } = noteFacts(note, site)
  return (
    <article class="note" id={`note-${note.id}`}>
      <div class="texte" dir="auto">
        {raw(note.html)}
      </div>
      <p class="faits">
        <strong>
          <bdi>{author}</bdi>
        </strong>
        {' · '}
        <a href={`/notes/${note.id}/`}>
          <time datetime={note.publishedAt}>{moment}</time>
        </a>
        {' · '}
        {[licence, edited].filter(Boolean).join(' · ')}
      </p>
    </article>
  )
}

function dayAnchor(day: string | null): string {
  return day ? `jour-${day}` : 'hors-programme'
}

function chapterAnchor(book: Book, chapter: Chapter): string {
  return `seance-${book.days.flatMap(({ chapters }) => chapters).indexOf(chapter) + 1}`
}
