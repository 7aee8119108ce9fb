import type { Context } from 'hono'
import type { AppContext } from '../../env'
import { logFault } from '../../log'
import { isFlood } from '../../notes/flood'
import { askForIndex, publishedIndex } from '../../published-index'
import { readPublishedMany } from '../../publishing/published-values'
import { type Permalink, permalinkKey } from '../../publishing/values'
import { replyPage } from '../../reply'
import { Room } from '../../room'
import { langAmong } from '../../site/in-language'
import { languageAt } from '../../site/page-index'
import { encodePath } from '../../site/paths'
import { plainText } from '../../site/plain-text'
import { excerpt, marked, queryFault, type Wanted, wordsToFind } from '../../site/search-words'
import { type Strings, stringsFor } from '../../site/strings'
import { finishView, sendPage } from '../finished-page'
import { PageTree } from '../plan-view'
import { TitleOfNote } from '../title-of-note'
import { type Answers, searchSite } from './store'
import { type Answer, faultOf, Pieces, SearchDown, type Searched, SearchPage } from './view'

/** Every question reads all published texts in D1, whoever asks. */
export const search = new Room()

const ANSWERS_A_PAGE = 20

search.get('/recherche/', async (c) => {
  askForIndex(c)
  const query = (c.req.query('q') ?? '').trim()
  if (query === '') return showSearch(c, query, { state: 'empty' })
  const fault = queryFault(query)
  if (fault) return showSearch(c, query, { state: fault })
  if (await isFlood(c.env, c.req.raw.headers, new Date(), 'searched')) return showTooMany(c, query)

  const words = wordsToFind(query)
  const page = resultPageOf(c)
  const offset = (page - 1) * ANSWERS_A_PAGE
  let found: Answers
  try {
    found = await searchSite(c.env.DB, words, { limit: ANSWERS_A_PAGE, offset })
  } catch (error) {
    logFault('search failed', error, { request: c.get('requestId') })
    return showDown(c, query)
  }
  const { total } = found
  // Past the last page, or notes went since the link was made.
  if (total === 0 && page > 1) return c.redirect(`/recherche/?${new URLSearchParams({ q: query })}`)
  const answers = await answersFor(c, words, found)
  const pages = Math.ceil(total / ANSWERS_A_PAGE)
  return showSearch(c, query, { state: 'searched', answers, total, page, pages, from: offset + 1 })
})

function resultPageOf(c: Context<AppContext>): number {
  const page = c.req.query('page') ?? ''
  return /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1
}

/** Which notes, D1 knows; what they say comes from KV, as visitors see it. One that is gone meanwhile is left out. */
async function answersFor(c: Context<AppContext>, words: Wanted[], { items }: Answers): Promise<Answer[]> {
  const ids = items.filter(({ kind }) => kind === 'note').map(({ name }) => name)
  const notes = await readPublishedMany<Permalink>(c.env.PAGES, ids.map(permalinkKey))
  const index = await publishedIndex(c)
  const t = stringsFor(index.site.lang)
  const shown = new Map(ids.map((id, n) => [id, notes[n]]))
  return items.flatMap(({ kind, name, title, body }): Answer[] => {
    if (kind === 'page') {
      const lang = langAmong(t.lang, languageAt(index, name))
      return [
        {
          address: encodePath(name),
          title: <Pieces pieces={marked(title, words)} />,
          excerpt: excerpt(body, words),
          lang,
        },
      ]
    }
    const value = shown.get(name)
    if (!value || value.gone) return []
    const noteTitle = <TitleOfNote index={index} note={value.note} t={t} />
    return [{ address: `/notes/${name}/`, title: noteTitle, excerpt: excerpt(plainText(value.note.html), words) }]
  })
}

async function showSearch(c: Context<AppContext>, query: string, searched: Searched): Promise<Response> {
  const index = await publishedIndex(c)
  const { site } = index
  const t = stringsFor(site.lang)
  const page = await finishView(
    {
      site,
      sheet: 'working',
      title: titleOf(query, searched, t),
      // Only the empty form is a page that a search engine may keep.
      address: query === '' ? '/recherche/' : undefined,
      children: <SearchPage query={query} searched={searched} index={index} t={t} />,
    },
    { 'Cache-Control': 'private, no-cache' },
  )
  return sendPage(c, page)
}

/** Words at fault may be as long as an address. */
function titleOf(query: string, searched: Searched, t: Strings): string {
  if (faultOf(searched, t)) return `${t.form.errorPrefix}${t.search.title}`
  return query === '' ? t.search.title : t.search.titleFor(query)
}

async function showTooMany(c: Context<AppContext>, query: string): Promise<Response> {
  const index = await publishedIndex(c)
  const { site } = index
  const t = stringsFor(site.lang)
  c.header('Retry-After', '60')
  const children = <SearchPage query={query} searched={{ state: 'too many' }} index={index} t={t} />
  return replyPage(c, { site, title: t.search.titleFor(query), children }, 429)
}

async function showDown(c: Context<AppContext>, query: string): Promise<Response> {
  const index = await publishedIndex(c)
  const { site } = index
  const t = stringsFor(site.lang)
  c.header('Retry-After', '60')
  const children = <SearchDown query={query} t={t} plan={<PageTree index={index} />} />
  return replyPage(c, { site, title: t.search.downTitle, children }, 503)
}
