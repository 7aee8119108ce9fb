import type { Context, Next } from 'hono'
import type { AppContext } from '../env'
import { replyBadAddress, replyMethodNotAllowed } from '../errors'
import { indexIfPublished } from '../last-published'
import { Room } from '../room'
import type { PageIndex } from '../site/page-index'
import { decodePath, encodePath, intendedAddress, markdownAddress, pageAddress, pathOf } from '../site/paths'
import { redirectOf } from '../site/redirects'
import { storesOf } from '../stores'
import { publishedNotesApi } from './api'
import { apiDescription } from './api-description'
import { feeds } from './feeds'
import { sendPage } from './finished-page'
import { forRobots } from './for-robots'
import { showLatest } from './latest'
import { showOffline } from './offline'
import { readPage } from './page'
import { readPageAsMarkdown } from './page-as-markdown'
import { showPermalink } from './permalink'
import { showPlan } from './plan'
import { proceedings } from './proceedings/routes'
import { programme } from './programme/routes'
import { sendFile } from './published-file'
import { search } from './search/routes'

/** Everything a visitor reads. The pages of `content/` come last: what no other route answers may be one. */
export const reading = new Room()

reading.get('/plan/', showPlan)
reading.get('/hors-connexion/', showOffline)
reading.get('/notes/:id/', showPermalink)
reading.get('/nouveautes/', showLatest)
reading.route('/', programme)
reading.route('/', search)
reading.route('/', feeds)
reading.route('/', apiDescription)
reading.route('/', publishedNotesApi)
reading.route('/', forRobots)
reading.route('/', proceedings)
reading.all('*', showPage)

async function showPage(c: Context<AppContext>, next: Next): Promise<Response | undefined> {
  const url = new URL(c.req.url)
  const path = decodePath(url.pathname)
  if (path === null) return replyBadAddress(c)

  // Old addresses may be a query alone (`/?LesLowtech`), so they come before the page they seem to ask for.
  const index = url.search ? await indexIfPublished(c.env.PAGES) : null
  const moved = index && redirectOf(index.site, path, url.search)
  if (moved) return redirectTo(c, moved)

  const page = path.endsWith('/') ? await readPage(storesOf(c), path, blockOf(url)) : null
  if (page) return isRead(c) ? sendPage(c, page) : replyMethodNotAllowed(c, ['GET', 'HEAD'])
  const other = await showWhatElseIsThere(c, path, url.search)
  if (other) return other
  await next()
}

/** `?notes=2` asks for the second twenty notes; anything that is no such number, for the first. */
function blockOf(url: URL): number {
  const wanted = url.searchParams.get('notes') ?? ''
  return /^[1-9]\d{0,5}$/.test(wanted) ? Number(wanted) : 1
}

async function showWhatElseIsThere(c: Context<AppContext>, path: string, search: string): Promise<Response | null> {
  const index = await indexIfPublished(c.env.PAGES)
  if (!index) return null
  const moved = redirectOf(index.site, path)
  if (moved) return redirectTo(c, moved)
  const address = intendedAddress(path)
  if (address !== path && Object.hasOwn(index.pages, address)) return redirectTo(c, encodePath(address) + search)
  const asMarkdown = await showPageAsMarkdown(c, index, path)
  if (asMarkdown) return asMarkdown
  const key = Object.hasOwn(index.files, path) ? index.files[path] : undefined
  if (key === undefined) return followPage(c, index, path, search)
  if (!isRead(c)) return replyMethodNotAllowed(c, ['GET', 'HEAD'])
  return sendFile(c, index.site, path, key)
}

/** `/a/b.md`; where the page's file may stand as well, `/a/b/index.md`, leads there. */
async function showPageAsMarkdown(c: Context<AppContext>, index: PageIndex, path: string): Promise<Response | null> {
  const address = path.endsWith('.md') ? pageAddress(path.slice(1)) : null
  const entry = address !== null && Object.hasOwn(index.pages, address) ? index.pages[address] : undefined
  if (address === null || !entry) return null
  if (path !== markdownAddress(address)) return redirectTo(c, encodePath(markdownAddress(address)))
  if (!isRead(c)) return replyMethodNotAllowed(c, ['GET', 'HEAD'])
  const page = await readPageAsMarkdown(storesOf(c), index, address, entry)
  return page && sendPage(c, page)
}

/** What the program makes of a page that has moved stands beside it again: its feed, its calendar, its poster, its Markdown. */
function followPage(c: Context<AppContext>, { site, pages }: PageIndex, path: string, search: string): Response | null {
  const [, old = '', part] = /^(.+?)(?:\.md|\/(feed\.xml|session\.ics|affiche\/))$/.exec(path) ?? []
  const page = pathOf(redirectOf(site, old) ?? '')
  if (!Object.hasOwn(pages, decodePath(page) ?? '')) return null
  return redirectTo(c, (part ? page + part : markdownAddress(page)) + search)
}

function redirectTo(c: Context<AppContext>, address: string): Response {
  c.header('Cache-Control', 'public, max-age=3600')
  return c.redirect(address, 308)
}

function isRead(c: Context<AppContext>): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}
