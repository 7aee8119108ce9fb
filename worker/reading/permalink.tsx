import type { Context } from 'hono'
import { raw } from 'hono/html'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { idPattern } from '../notes/tokens'
import { publishedIndex } from '../published-index'
import { type Held, readPublished } from '../publishing/published-values'
import { type Permalink, permalinkKey } from '../publishing/values'
import { replyRefusal } from '../reply'
import { addressOfPage, type PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { renderDocument } from '../site/shell'
import { stringsFor } from '../site/strings'
import { describeWork } from '../site/structured-data'
import { styleSource } from '../site/style'
import { type FinishedPage, finishPage, sendPage } from './finished-page'

/** The page of a note as it was last finished, held as long as the note's value is. */
const finished = new WeakMap<Held<Permalink>, { index: PageIndex; page: FinishedPage }>()

/** One published note. Reads no D1: withdrawn or unpublished is 410, never published 404, with D1 down too. */
export async function showPermalink(c: Context<AppContext>): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!idPattern.test(id)) return replyNotFound(c)
  const index = await publishedIndex(c)
  const held = await readPublished<Permalink>(c.env.PAGES, permalinkKey(id))
  if (held.value === null) return replyNotFound(c)
  if (held.value.gone) return replyGone(c)
  const before = finished.get(held)
  if (before?.index === index) return sendPage(c, before.page)
  const page = await finishPage(notePage(index, held.value), await styleSource('reading'))
  finished.set(held, { index, page })
  return sendPage(c, page)
}

function notePage(index: PageIndex, { note, markup }: Permalink & { gone: false }): string {
  const t = stringsFor(index.site.lang)
  const address = addressOfPage(index, note.page)
  const title = t.permalink.title(note.author ?? t.anonymous)
  return renderDocument({
    site: index.site,
    title,
    address: `/notes/${note.id}/`,
    data: describeWork(index.site, {
      address: `/notes/${note.id}/`,
      name: title,
      author: note.author ?? undefined,
      published: note.publishedAt,
      about: address,
    }),
    children: (
      <>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {address && (
          <p>
            <a href={encodePath(address)}>{index.pages[address]?.title}</a>
          </p>
        )}
        <section aria-labelledby="la-note">
          <h2 id="la-note">{t.permalink.note}</h2>
          {raw(markup)}
        </section>
      </>
    ),
  })
}

function replyGone(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 410, ({ permalink: t }) => ({ title: t.goneTitle, text: t.gone }))
}
