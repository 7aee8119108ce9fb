import { join } from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import { addModerator } from '../../worker/moderation/moderators'
import { CommandError } from '../command'
import { buildSite } from '../content/build-site'
import { localBundle } from '../local-bundle'
import { localWorker } from '../local-worker'
import { migrateHere } from '../migrations'
import { Miniflare } from '../miniflare'
import { projectRoot } from '../project'
import { publishSite } from '../publication/publish-site'
import { complaintsAboutPage } from './page-oracle'

/** The built Worker with empty stores, its limiter opened: the ways by which a stranger's text comes in and out. */
export type Surfaces = {
  /**
   * Sends a text as body and name, by form and by API.
   * @param follow Whether it is tried as page and question, and its receipt and the moderators' page looked at, as well.
   * @returns What is wrong with the answers; nothing when all is well.
   */
  check: (text: string, follow: boolean) => Promise<string[]>
  /** Publishes what was stored since the last call, a hundred at most, and judges everything that shows it. */
  checkPublished: () => Promise<string[]>
  /** Every line of the log must be one record that names a route and no address. */
  checkLog: () => string[]
  close: () => Promise<void>
}

type Site = { url: URL; page: string; licence: string; key: string; cookie: string }
type Stored = { id: string; receipt: string }

export async function openSurfaces(): Promise<Surfaces> {
  const { site: built } = await buildSite(projectRoot)
  const page = built && Object.keys(built.index.pages).find((each) => built.index.pages[each]?.notes === 'open')
  if (!built || !page)
    throw new CommandError('content/ a des fautes, ou aucune page ne prend de notes : « npm run build » les dit.')
  const log: string[] = []
  const { options, open } = await localWorker({
    bundle: await localBundle({ folder: join(projectRoot, '.wrangler/corpora') }),
    bindings: { SECRET: 'a secret of the corpora' },
    flood: 1_000_000,
    handleStructuredLogs: ({ message }) => log.push(message),
  })
  const miniflare = new Miniflare(options)
  const url = await miniflare.ready
  const { PAGES, DB } = await open(miniflare)
  await migrateHere(DB)
  await publishSite(PAGES, built, [], new Date())
  const added = await addModerator(DB, { name: 'Corpus', organiser: true }, new Date())
  if (!added) throw new Error('The database was not empty.')
  const site = { url, page, licence: built.index.site.licence.id, key: added.key, cookie: await signIn(url, added.key) }
  const stored: Stored[] = []
  return {
    check: async (text, follow) => {
      const { note, complaints } = await sendByApi(site, text)
      if (note) stored.push(note)
      return [
        ...complaints,
        ...(await checkForm(site, { page, body: text, author: text, licence: 'on', intent: 'preview' })),
        ...(follow ? await checkForm(site, { page: text, body: text, author: 'Goéland', intent: 'send' }) : []),
        ...(follow ? await checkSearches(site, text) : []),
        ...(follow && note ? await checkPages(site, [`/suivi/${note.receipt}/`, `/moderation/notes/${note.id}/`]) : []),
      ]
    },
    checkPublished: async () => checkPublished(site, stored.splice(0).slice(0, 100)),
    checkLog: () => log.flatMap(complaintsAboutLine),
    close: () => miniflare.dispose(),
  }
}

async function signIn(url: URL, key: string): Promise<string> {
  const response = await fetch(new URL('/moderation/connexion/', url), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ key }),
  })
  return response.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

async function checkForm({ url }: Site, fields: Record<string, string>): Promise<string[]> {
  const response = await fetch(new URL('/contribuer/', url), { method: 'POST', body: new URLSearchParams(fields) })
  const html = await response.text()
  const expected = [200, 413, 422].includes(response.status)
  return [
    ...(expected ? [] : [`form: ${response.status}`]),
    ...complaintsAboutPage(html).map((each) => `form: ${each}`),
  ]
}

async function sendByApi(site: Site, text: string): Promise<{ note: Stored | null; complaints: string[] }> {
  const author = [...(text.split('\n')[0] ?? '')].slice(0, 100).join('')
  const response = await fetch(new URL('/api/notes', site.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ page: site.page, body: text, author, licence: site.licence }),
  })
  const answer = (await response.json()) as Stored
  const expected = [201, 413, 422].includes(response.status)
  return { note: response.status === 201 ? answer : null, complaints: expected ? [] : [`API: ${response.status}`] }
}

function checkSearches(site: Site, text: string): Promise<string[]> {
  const query = encodeURIComponent(text.slice(0, 500).toWellFormed())
  return checkPages(site, [`/recherche/?q=${query}`, `/moderation/?q=${query}`, `/contribuer/?page=${query}`])
}

async function checkPages({ url, cookie }: Site, addresses: string[]): Promise<string[]> {
  const complaints: string[] = []
  for (const address of addresses) {
    const response = await fetch(new URL(address, url), { headers: { Cookie: cookie } })
    const found = complaintsAboutPage(await response.text())
    const name = address.split('?')[0]
    complaints.push(...(response.status < 500 ? found : [String(response.status)]).map((each) => `${name}: ${each}`))
  }
  return complaints
}

async function checkPublished(site: Site, notes: Stored[]): Promise<string[]> {
  if (notes.length === 0) return []
  const { url, page, key } = site
  const decided = await fetch(new URL('/api/admin/decisions', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: JSON.stringify({ action: 'approve', items: notes.map(({ id }) => ({ id, version: 1 })) }),
  })
  const [first] = notes
  const pages = [page, `${page}?notes=2`, '/nouveautes/', '/actes/', '/moderation/', '/moderation/journal/']
  return [
    ...(decided.status === 200 ? [] : [`approval: ${decided.status}`]),
    ...(await checkPages(site, [...pages, `/notes/${first?.id}/`, `/notes/${first?.id}/signaler/`])),
    ...(await checkDocuments(url, page)),
  ]
}

/** What other programs read must be read by them. */
async function checkDocuments(url: URL, page: string): Promise<string[]> {
  const complaints: string[] = []
  for (const address of [
    '/feed.xml',
    `${page}feed.xml`,
    '/api/notes?limit=100',
    '/actes.json',
    `${page.slice(0, -1)}.md`,
  ]) {
    const response = await fetch(new URL(address, url))
    const text = await response.text()
    const isJson = response.headers.get('Content-Type')?.includes('json')
    const isXml = response.headers.get('Content-Type')?.includes('xml')
    const isWhole = isJson ? isJsonText(text) : !isXml || XMLValidator.validate(text) === true
    if (response.status !== 200 || !isWhole) complaints.push(`${address}: ${response.status}, not well formed`)
  }
  return complaints
}

function complaintsAboutLine(message: string): string[] {
  const start = message.indexOf('{"level"')
  if (start === -1) return []
  const line = message.slice(start)
  if (!isJsonText(line)) return [`log: no record of its own: ${line.slice(0, 80)}`]
  const { level, route } = JSON.parse(line) as { level: string; route?: string }
  if (level === 'error') return [`log: ${line.slice(0, 200)}`]
  return route?.startsWith('/') && !/[?%<]/.test(route) ? [] : [`log: route ${route}`]
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
