import type { Env } from '../env'
import { logFault } from '../log'
import { contentSecurityPolicy, securityHeaders } from '../security-headers'
import { kilobytes } from '../site/dates'
import { Memory } from '../site/memory'
import type { PageEntry, PageIndex } from '../site/page-index'
import { encodePath } from '../site/paths'
import { FRESH_MS, LAST_GOOD_MS, readPageIndex } from '../site/read-index'
import { fillSlots, NOTES_SLOT, WEIGHT_SLOT } from '../site/slots'
import { stringsFor } from '../site/strings'
import { strongTag } from './conditional'
import { publishedBody } from './published-body'

/** A page with its notes, ready to be sent as it is. */
export type JoinedPage = { bytes: Uint8Array; etag: string; headers: [string, string][] }

/** Some thousand pages of 20 kB, far below the isolate's 128 MB. */
const memory = new Memory<JoinedPage>({ freshMs: FRESH_MS, lastGoodMs: LAST_GOOD_MS, maxEntries: 1_000 })

/**
 * The page at an address, joined with its notes: three KV reads at most (index, body, notes), none while the
 * memory is fresh, never D1.
 * @param address Decoded, with its last slash.
 * @returns Null: no such page.
 */
export function readPage(
  env: Env,
  waitUntil: (work: Promise<unknown>) => void,
  address: string,
): Promise<JoinedPage | null> {
  const onFault = (error: unknown) => logFault('page served from memory', error)
  const load = async () => {
    const index = await readPageIndex(env.PAGES, onFault)
    const entry = index && Object.hasOwn(index.pages, address) ? index.pages[address] : undefined
    if (!index || !entry) return null
    const body = await publishedBody(env, waitUntil, `${encodePath(address).slice(1)}index.html`, entry.body)
    return join(index, entry, await body.text())
  }
  return memory.read(address, Date.now(), load, onFault)
}

async function join(index: PageIndex, entry: PageEntry, body: string): Promise<JoinedPage> {
  const t = stringsFor(index.site.lang)
  const text = fillSlots(body, {
    [NOTES_SLOT]: `<p>${t.noNote}</p>`,
    [WEIGHT_SLOT]: t.weight(kilobytes(entry.weight, index.site.lang)),
  })
  const etag = await strongTag(text)
  const headers: [string, string][] = [
    ...securityHeaders,
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Security-Policy', contentSecurityPolicy(entry.style)],
    // Kept by the browser, asked for again at every visit: an approved note shows at once, an unchanged page is a 304.
    ['Cache-Control', 'public, max-age=0, must-revalidate'],
    ['ETag', etag],
  ]
  return { bytes: new TextEncoder().encode(text), etag, headers }
}
