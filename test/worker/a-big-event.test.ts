import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncPageSearch } from '../../cli/publication/page-search'
import { publishSite } from '../../cli/publication/publish-site'
import { documentKey, documentNames } from '../../worker/notes/documents'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { interceptStores } from '../../worker/store-calls'
import { amount } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp } from '../support/people'
import { buildFiles } from '../support/temporary-content'

const PAGES = amount({ slice: 32, whole: 1_000 })
const NOTES = amount({ slice: 64, whole: 10_000 })

/** One page in four is a session, seven at a time, over the four days of the event. */
const SESSIONS = PAGES / 4

let site: RunningSite
beforeAll(async () => {
  // An isolate has 128 MB in all; what V8 may keep for long is half of that here.
  process.env.MINIFLARE_WORKERD_V8_FLAGS = '--max-old-space-size=64'
  try {
    site = await startSite({ instrumented: true })
  } finally {
    delete process.env.MINIFLARE_WORKERD_V8_FLAGS
  }
})
afterAll(() => site.close())

/** How long a step took, for whoever runs this by itself. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  console.log(`${what}: ${Math.round(performance.now() - start)} ms`)
  return result
}

const address = (n: number) => (n < SESSIONS ? `/seances/seance-${n}/` : `/pages/page-${n}/`)

function content(): Record<string, string> {
  const text = `## Une partie\n\n${'Un paragraphe ordinaire, de la longueur d’un autre. '.repeat(20)}\n\n- [accueil](/)\n`
  return Object.fromEntries(
    Array.from({ length: PAGES }, (_, n) => [
      `content${address(n).slice(0, -1)}.md`,
      `---\ntitle: Page numéro ${n}\nnotes: open\n${n < SESSIONS ? sessionMatter(n) : ''}---\n\n${text}`,
    ]),
  )
}

function sessionMatter(n: number): string {
  const slot = Math.floor(n / 7)
  const hour = String(8 + (Math.floor(slot / 4) % 14)).padStart(2, '0')
  const time = `2022-07-0${5 + (slot % 4)}T${hour}`
  return `session: { start: ${time}:00, end: ${time}:55, theme: low-tech }\n`
}

/** Published notes straight into D1 with all that they want written, as if they had been approved in one night. */
async function approve(count: number): Promise<void> {
  const { DB } = site.env
  // Numbers that are bound come as REAL, and a division would be one.
  const numbered = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`
  const id = `printf('%012d', i)`
  const place = `i % ${PAGES}`
  const page = `CASE WHEN ${place} < ${SESSIONS} THEN '/seances/seance-' ELSE '/pages/page-' END || (${place}) || '/'`
  await DB.batch([
    DB.prepare(
      `INSERT INTO notes (id, page, status, change_id, number, published_revision, licence, consented_at, created_at, published_at)
       ${numbered} SELECT ${id}, ${page}, 'published', ${id}, i / ${PAGES} + 1, 1, 'CC-BY-SA-4.0', '2022', '2022',
         strftime('%Y-%m-%dT%H:%M:%fZ', '2022-07-06', '+' || i || ' seconds') FROM n`,
    ),
    DB.prepare(
      `INSERT INTO revisions (note_id, number, body, search, created_at) ${numbered}
       SELECT ${id}, 1, 'Une note, la numéro ' || i || '.', 'une note la numero ' || i, '2022' FROM n`,
    ),
    DB.prepare(
      `INSERT INTO outbox (key) SELECT 'note/' || id FROM notes UNION SELECT 'block/1:' || page FROM notes
       UNION SELECT 'latest' UNION SELECT 'counts'`,
    ),
  ])
}

describe(`an event of ${PAGES} pages and ${NOTES} notes`, () => {
  test('is built and published', { timeout: 120_000 }, async () => {
    const built = await timed('build', () => buildFiles(content()))
    const publication = await timed('publish', () => publishSite(site.env.PAGES, built, [], new Date()))
    // Each page in two forms, the sessions, and the description of the API in two forms.
    expect(publication.written).toBe(2 * (PAGES + 1) + 1 + 2)
    const search = await timed('search table', () => syncPageSearch(site.env.DB, built))
    expect(search.added).toBe(PAGES + 1)
    const again = await timed('publish again', () => publishSite(site.env.PAGES, built, [], new Date()))
    expect(again.written).toBe(0)
  })

  test('publishes its notes', { timeout: 280_000 }, async () => {
    await approve(NOTES)
    await timed('notes', () => catchUp(site))
    expect(await site.env.PAGES.get('counts', 'json')).toMatchObject({ [address(0)]: NOTES / PAGES })
  })

  test('composes its proceedings and its archive', { timeout: 120_000 }, async () => {
    const raise = `INSERT INTO outbox (key) VALUES (?1) ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1`
    await site.env.DB.batch(documentNames.map((name) => site.env.DB.prepare(raise).bind(documentKey(name))))
    await timed('all documents, in the Worker', () => site.runCron())
    for (const path of ['/actes/', '/actes.md', '/actes.json', '/actes.epub', '/archive.zip']) {
      const response = await site.get(path)
      expect([path, response.status]).toEqual([path, 200])
      console.log(`${path}: ${(await response.arrayBuffer()).byteLength} bytes`)
    }
  })

  test('asks KV less often for all of them than an invocation may', { timeout: 120_000 }, async () => {
    let asked = 0
    const counted = interceptStores(site.env, (store, _method, call) => {
      if (store === 'PAGES') asked++
      return call()
    })
    for (const name of documentNames) {
      const { bytes } = await composeProven(counted, name)
      for await (const _ of bytes);
    }
    console.log(`asked KV ${asked} times`)
    // https://developers.cloudflare.com/kv/platform/limits/
    expect(asked).toBeLessThan(Math.min(1_000, 50 + PAGES))
  })

  test('serves every page with its notes', { timeout: 120_000 }, async () => {
    await timed('every page once', async () => {
      for (let n = 0; n < PAGES; n++) {
        const response = await site.get(address(n))
        expect([n, response.status]).toEqual([n, 200])
        expect(await response.text()).toContain(`Une note, la numéro ${n}.`)
      }
    })
  })

  test.each([
    ['/programme/', 'Page numéro 0'],
    ['/programme/2022-07-06/', 'Page numéro 7'],
    ['/programme/maintenant/', '<h2>Ensuite</h2>'],
    ['/nouveautes/', `href="/notes/${String(NOTES - 1).padStart(12, '0')}/"`],
    ['/recherche/?q=numero', 'href="?q=numero&amp;page=2"'],
    [`/recherche/?q=note+${NOTES - 1}`, `/notes/${String(NOTES - 1).padStart(12, '0')}/`],
    ['/feed.xml', '<entry>'],
    ['/schedule.ics', 'END:VCALENDAR'],
    ['/schedule.json', '"days"'],
    ['/schedule.xml', '</schedule>'],
    ['/plan/', `Page numéro ${PAGES - 1}<`],
  ])('%s', async (path, words) => {
    const response = await timed(path, () => site.get(path))
    const text = await response.text()
    console.log(`${path}: ${text.length} characters`)
    expect(response.status).toBe(200)
    expect(text).toContain(words)
  })
})
