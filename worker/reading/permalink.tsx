import type { Context } from 'hono'
import { raw } from 'hono/html'
import type { AppContext } from '../env'
import { replyNotFound, WaysBack } from '../errors'
import { BLOCK_SIZE } from '../notes/changes'
import { idPattern } from '../notes/tokens'
import { publishedIndex } from '../published-index'
import { readPublished } from '../publishing/published-values'
import { type Permalink, type PublishedNote, permalinkKey } from '../publishing/values'
import { replyRefusal } from '../reply'
import { langAmong } from '../site/in-language'
import { addressOfPage, languageOf, type PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { beginning, plainText } from '../site/plain-text'
import type { ShellProps } from '../site/shell'
import { stringsFor } from '../site/strings'
import { describeWork } from '../site/structured-data'
import { typeset } from '../site/typography'
import { finishedOnce } from './finished-once'
import { finishView, sendPage } from './finished-page'
import { titleOfNote } from './title-of-note'

/** One published note. Reads no D1: withdrawn or unpublished is 410, never published 404, with D1 down too. */
export async function showPermalink(c: Context<AppContext>): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!idPattern.test(id)) return replyNotFound(c)
  const [index, held] = await Promise.all([publishedIndex(c), readPublished<Permalink>(c.env.PAGES, permalinkKey(id))])
  if (held.value === null) return replyNotFound(c)
  if (held.value.gone) return replyGone(c)
  const permalink = held.value
  return sendPage(c, await finishedOnce(`note ${id}`, [held, index], () => finishView(notePage(index, permalink))))
}

function notePage(index: PageIndex, { note, markup }: Permalink & { gone: false }): ShellProps {
  const langOfPage = languageOf(index, note.page)
  const t = stringsFor(langOfPage)
  const address = addressOfPage(index, note.page)
  const title = t.permalink.title(note.author)
  return {
    site: index.site,
    title: titleOfNote(index, note, t),
    description: beginning(plainText(note.html)),
    lang: t.lang,
    address: `/notes/${note.id}/`,
    data: describeWork(index.site, {
      address: `/notes/${note.id}/`,
      name: title,
      lang: t.lang,
      author: note.author ?? undefined,
      published: note.publishedAt,
      about: address,
    }),
    children: (
      <>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <section aria-labelledby="la-note">
          <h2 id="la-note">
            {address ? (
              <a href={placeOnPage(address, note)} lang={langAmong(t.lang, langOfPage)}>
                {typeset(index.pages[address]?.title ?? '', langOfPage)}
              </a>
            ) : (
              t.permalink.note
            )}
          </h2>
          {raw(markup)}
        </section>
      </>
    ),
  }
}

/** Among the other notes of its page, in its block of them. */
function placeOnPage(address: string, { id, number }: PublishedNote): string {
  const block = Math.ceil(number / BLOCK_SIZE)
  return `${encodePath(address)}${block > 1 ? `?notes=${block}` : ''}#note-${id}`
}

function replyGone(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 410, (t) => ({
    title: t.permalink.goneTitle,
    text: t.permalink.gone,
    more: <WaysBack t={t} />,
  }))
}
