import type { D1Database, D1PreparedStatement, KVNamespace } from '@cloudflare/workers-types'
import { retrying } from '../../worker/notes/retry'
import type { PageIndex } from '../../worker/site/page-index'
import { plainText } from '../../worker/site/plain-text'
import { searchable } from '../../worker/site/search-words'
import { Bodies } from '../content/bodies'
import type { BuiltSite } from '../content/build-site'
import { programHash } from '../content/made-before'
import { hasTable } from '../migrations'

/** What the search of pages got to hold; all 0: it held it already. */
export type PageSearchChange = { added: number; changed: number; removed: number }

/** https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const KEYS_A_READ = 100

/** Rows of one batch: one request each, small enough to be sent again. */
const BATCH = 50

type Row = { address: string; title: string; body: string; search_title: string; search: string; source: string }

/**
 * Makes the table `page_search` hold the words of the built pages, and nothing else.
 * @param dryRun Only says what would change.
 * @param changedOnly Leaves pages alone that are as they were when their row was written. Otherwise every row is
 *   compared, so that one which was damaged is mended too.
 */
export async function syncPageSearch(
  db: D1Database,
  site: Pick<BuiltSite, 'bodies'> & { index: Pick<BuiltSite['index'], 'pages'> },
  { dryRun = false, changedOnly = false } = {},
): Promise<PageSearchChange> {
  // Pages may be published before the database has its tables; the next publication then fills this one.
  if (!(await hasTable(db, 'page_search'))) return { added: 0, changed: 0, removed: 0 }
  const sources = await heldSources(db)
  const wanted = await pageRows(site, changedOnly ? sources : new Map())
  const held = changedOnly ? new Map<string, Row>() : await heldRows(db)
  const added = wanted.filter(({ address }) => !sources.has(address))
  const changed = wanted.filter((row) => sources.has(row.address) && !isSame(held.get(row.address), row))
  const removed = [...sources.keys()].filter((address) => !Object.hasOwn(site.index.pages, address))
  if (!dryRun) {
    await inBatches(db, [
      ...removed.map((address) => db.prepare('DELETE FROM page_search WHERE address = ?1').bind(address)),
      ...[...added, ...changed].map((row) => putRow(db, row)),
    ])
  }
  return { added: added.length, changed: changed.length, removed: removed.length }
}

/** The pages as they stand in KV, for when what was built is not what was published. */
export async function publishedPages(
  pages: KVNamespace,
  index: PageIndex,
): Promise<Parameters<typeof syncPageSearch>[1]> {
  const keys = Object.values(index.pages).map(({ body }) => body)
  const bodies = new Bodies()
  for (let from = 0; from < keys.length; from += KEYS_A_READ) {
    const texts = await pages.get(keys.slice(from, from + KEYS_A_READ), 'text')
    for (const [key, text] of texts) bodies.set(key, new TextEncoder().encode(text ?? ''))
  }
  return { index, bodies }
}

/** @param written Address → source of rows that need not be made again. */
async function pageRows(
  { index, bodies }: Parameters<typeof syncPageSearch>[1],
  written: Map<string, string>,
): Promise<Row[]> {
  const decoder = new TextDecoder()
  const program = await programHash()
  return Object.entries(index.pages).flatMap(([address, { body: key, title }]) => {
    const source = `${key} ${program}`
    if (written.get(address) === source) return []
    const body = plainText(mainText(decoder.decode(bodies.get(key))))
    return { address, title, body, search_title: searchable(title), search: searchable(body), source }
  })
}

/** What the page itself says: menus, ways to other pages, contents and footer say it again, the title is searched by itself. */
function mainText(html: string): string {
  const main = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? ''
  return main.replace(ofTheFrame, ' ')
}

const ofTheFrame =
  /<h1\b[\s\S]*?<\/h1>|<nav\b[\s\S]*?<\/nav>|<details class="toc">[\s\S]*?<\/details>|<section id="notes"[\s\S]*?<\/section>|<a [^>]*session\.ics[\s\S]*?<\/a>/g

/** Of each row what it was made of: the page's body, and the program that took the words out. */
async function heldSources(db: D1Database): Promise<Map<string, string>> {
  const { results } = await db.prepare('SELECT address, source FROM page_search').all<Pick<Row, 'address' | 'source'>>()
  return new Map(results.map(({ address, source }) => [address, source]))
}

async function heldRows(db: D1Database): Promise<Map<string, Row>> {
  const { results } = await db
    .prepare('SELECT address, title, body, search_title, search, source FROM page_search')
    .all<Row>()
  return new Map(results.map((row) => [row.address, row]))
}

function isSame(a: Row | undefined, b: Row): boolean {
  return a?.title === b.title && a.body === b.body && a.search_title === b.search_title && a.search === b.search
}

function putRow(db: D1Database, row: Row): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO page_search (address, title, body, search_title, search, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT (address) DO UPDATE SET title = ?2, body = ?3, search_title = ?4, search = ?5, source = ?6`,
    )
    .bind(row.address, row.title, row.body, row.search_title, row.search, row.source)
}

async function inBatches(db: D1Database, statements: D1PreparedStatement[]): Promise<void> {
  for (let from = 0; from < statements.length; from += BATCH) {
    await retrying(() => db.batch(statements.slice(from, from + BATCH)))
  }
}
