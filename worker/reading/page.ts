import type { RequestStores } from '../env'
import { indexIfPublished } from '../last-published'
import { logFault } from '../log'
import { freshPublished, type Held, lastPublished, readPublished } from '../publishing/published-values'
import { type Block, blockKey } from '../publishing/values'
import { heard } from '../site/heard'
import { roundedKilobytes } from '../site/numbers'
import type { PageEntry, PageIndex } from '../site/page-index'
import { asPart } from '../site/page-metadata'
import { encodePath } from '../site/paths'
import { freshPageIndex, lastPageIndex } from '../site/read-index'
import { Shelf } from '../site/shelf'
import { fillSlots, NOTES_SLOT, WEIGHT_SLOT } from '../site/slots'
import { stringsFor } from '../site/strings'
import { type FinishedPage, finishPage, weightOf } from './finished-page'
import { NotesOnPage } from './notes-view'
import { publishedBody } from './published-body'

/** What a page was joined with: its notes; its entry when it takes none. */
type Holder = Held<Block> | PageEntry

/** A page as it was joined last. */
type Joined = { with: WeakRef<Holder>; of: string; page: FinishedPage }

/** In bytes: 16 MB are some thousand pages with a dozen notes. */
const joined = new Shelf<Joined>({ room: 16 << 20, weigh: ({ page }) => weightOf(page) })

/**
 * The page at an address, joined with a block of its notes: three KV reads (index, body, notes), none while the
 * memory is fresh, never D1. What does not need the answer of another read is asked along with it.
 * @param address Decoded, with its last slash.
 * @param block From 1.
 * @returns Null: no such page, or no such block of it.
 */
export async function readPage(stores: RequestStores, address: string, block: number): Promise<FinishedPage | null> {
  const foreseen = askForNotes(stores, entryAt(lastPageIndex(), address), block)
  // To its end, even when the index fails: other visits take the old notes for as long as they are being read.
  if (foreseen) stores.later(foreseen.notes.catch(() => {}))
  const index = await indexIfPublished(stores.PAGES)
  const entry = entryAt(index, address)
  if (!index || !entry) return null
  const asked = foreseen?.key === keyOfNotes(entry, block) ? foreseen : askForNotes(stores, entry, block)
  const readBody = () => publishedBody(stores, `${index.site.url}${encodePath(address)}index.html`, entry.body)
  const isJoined =
    joinedWith((asked && lastPublished<Block>(asked.key)) ?? entry, address, block)?.of === joinedOf(entry)
  const bodyAhead = isJoined ? null : heard(readBody())
  const notes = asked && (await asked.notes)
  if (block > 1 && !notes?.value) return null

  const holder: Holder = notes ?? entry
  const before = joinedWith(holder, address, block)
  if (before?.of === joinedOf(entry)) return before.page
  try {
    const body = await (bodyAhead ?? readBody())
    const page = await join(index, entry, await body.text(), notes?.value ?? null, { address, block })
    joined.put(nameOf(address, block), { with: new WeakRef(holder), of: joinedOf(entry), page })
    return page
  } catch (error) {
    if (!before) throw error
    logFault('page served as it was before', error)
    return before.page
  }
}

function entryAt(index: PageIndex | null, address: string): PageEntry | undefined {
  return index && Object.hasOwn(index.pages, address) ? index.pages[address] : undefined
}

/** Undefined: the page takes no notes. */
function keyOfNotes(entry: PageEntry, block: number): string | undefined {
  return entry.notes && blockKey(entry.id, block)
}

function askForNotes({ PAGES }: Pick<RequestStores, 'PAGES'>, entry: PageEntry | undefined, block: number) {
  const key = entry && keyOfNotes(entry, block)
  return key === undefined ? undefined : { key, notes: heard(readPublished<Block>(PAGES, key)) }
}

/**
 * The same page as it was joined last, with the first block of its notes.
 * @returns Null unless everything it is made of is fresh in memory.
 */
export function pageInMemory(address: string): FinishedPage | null {
  const entry = entryAt(freshPageIndex(), address)
  const holder = entry?.notes ? freshPublished<Block>(blockKey(entry.id, 1)) : entry
  const before = holder && joinedWith(holder, address, 1)
  return entry && before?.of === joinedOf(entry) ? before.page : null
}

function joinedWith(holder: Holder, address: string, block: number): Joined | undefined {
  const before = joined.use(nameOf(address, block))
  return before?.with.deref() === holder ? before : undefined
}

function nameOf(address: string, block: number): string {
  return `${block} ${address}`
}

/** What of its entry a joined page shows: its text, and what may change without it: whether it takes notes, what its images weigh. */
function joinedOf({ body, notes, images }: PageEntry): string {
  return `${body} ${notes} ${images?.weight}`
}

async function join(
  index: PageIndex,
  entry: PageEntry,
  body: string,
  notes: Block | null,
  place: { address: string; block: number },
): Promise<FinishedPage> {
  const t = stringsFor(entry.lang ?? index.site.lang)
  const images = entry.images ?? { count: 0, weight: 0 }
  const weight = entry.weight + images.weight + (notes?.weight ?? 0)
  const text = fillSlots(body, {
    [NOTES_SLOT]: String(NotesOnPage({ notes, open: entry.notes === 'open', ...place, t })),
    [WEIGHT_SLOT]: t.weight(t.number(roundedKilobytes(weight)), 1 + images.count),
  })
  const { block } = place
  return finishPage(block > 1 ? asPart(text, t.blockOfNotes(block), `?notes=${block}`) : text, entry.style)
}
