import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { type Decided, decideAll } from '../../worker/moderation/decide'
import { addModerator } from '../../worker/moderation/moderators'
import { bringInPending } from '../../worker/notes/bring-in'
import { RecentPrints } from '../../worker/notes/near-copy'
import { reportNote } from '../../worker/notes/reports'
import { send } from '../../worker/notes/send'
import { recordSend } from '../../worker/notes/store'
import { publishDocuments } from '../../worker/publishing/documents'
import { publishAll } from '../../worker/publishing/mend'
import type { Stores as PublishingStores } from '../../worker/publishing/outbox'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { actAsAuthor } from '../../worker/receipts/author-acts'
import { type PageIndex, parsePageIndex } from '../../worker/site/page-index'
import { identityOf } from '../import/pads'
import type { DemoFate, DemoNote } from './demo-note'
import { newNotes, padNote } from './new-notes'
import { takenNotes } from './taken-notes'

/** One process fills one database. */
const prints = new RecentPrints()

type Stores = { DB: D1Database; PAGES: KVNamespace; SECRET: string }

/** When the first sample note was taken, at the event; those that are new came in the last hour. */
const FIRST_TAKEN = Date.parse('2022-07-06T09:05:00Z')
const HOUR_MS = 60 * 60_000
const APART_MS = 60_000

/** Sends of one device after which a note of it is flagged. */
const BUSY_DEVICE = 30

/**
 * Fills an empty database with sample notes in every state, by the same calls that people's notes take.
 * @returns A moderator's key to look around with; null when there are notes already: nothing was done.
 */
export async function fillWithDemo(stores: Stores, now = Date.now()): Promise<string | null> {
  const filled = await stores.DB.prepare('SELECT 1 FROM notes LIMIT 1').first()
  if (filled) return null
  const index = parsePageIndex((await stores.PAGES.get('index')) ?? '')
  const moderator = await addModerator(stores.DB, { name: 'Démonstration', organiser: true }, new Date(now))
  if (!moderator) return null
  await addModerator(stores.DB, { name: 'Malo', organiser: false }, new Date(now))

  const lately = new Date(now - HOUR_MS)
  const following: Promise<unknown>[] = []
  const publishing = { ...stores, later: (work: Promise<unknown>) => following.push(work) }
  await bringIn(publishing, index, takenNotes, { from: FIRST_TAKEN, moderator: 'Malo', actedAt: lately })
  await bringIn(publishing, index, newNotes, { from: now - HOUR_MS, moderator: 'Démonstration', actedAt: lately })
  await bringInPad(stores, index, lately)
  await Promise.all(following)
  await publishAll(stores)
  await publishDocuments(stores, (name) => composeProven(stores, name), now)
  return moderator.key
}

/** They come a minute apart, are decided together, and later their authors and readers act. */
async function bringIn(
  stores: Stores & Pick<PublishingStores, 'later'>,
  index: PageIndex,
  notes: DemoNote[],
  { from, moderator, actedAt }: { from: number; moderator: string; actedAt: Date },
): Promise<void> {
  const decisions: Decided[] = []
  const acts: (() => Promise<unknown>)[] = []
  const decidedAt = new Date(from + notes.length * APART_MS)
  for (const [n, note] of notes.entries()) {
    const now = new Date(from + n * APART_MS)
    const page = pageFor(index, note.page, n)
    const { id, receipt } = await sendSample(stores, note, page, index.site.licence.id, now)
    const decided = decisionFor(id, note.fate)
    if (decided) decisions.push(decided)
    const act = actFor(note)
    if (act) acts.push(() => actAsAuthor(stores, receipt, act.action, act.writing, actedAt))
    const { reported } = note
    if (reported) acts.push(() => reportNote(stores.DB, { noteId: id, reason: reported, key: id }, actedAt))
  }
  await decideAll(stores, moderator, decisions, decidedAt)
  for (const act of acts) await act()
}

/** The sample notes were written for one event; elsewhere they stand on the pages there are. */
function pageFor(index: PageIndex, address: string, n: number): string {
  const open = Object.values(index.pages).filter(({ notes }) => notes === 'open')
  const entry = index.pages[address] ?? open[n % open.length]
  if (!entry) throw new Error('No page of content/ takes notes, so the sample notes have no place.')
  return entry.id
}

async function sendSample(stores: Stores, note: DemoNote, page: string, licence: string, now: Date) {
  const submission = { page, address: note.page, body: note.body, author: note.author, licence }
  const signals = {
    trapFilled: note.sent === 'trap',
    renderedAt: note.sent === 'no-stamp' ? null : now.getTime() - (note.sent === 'fast' ? 1_000 : APART_MS),
    device: note.body,
  }
  if (note.sent === 'device') {
    for (let n = 0; n < BUSY_DEVICE; n++) await recordSend(stores.DB, signals.device, now.toISOString())
  }
  const result = await send(stores, prints, submission, null, signals, now)
  if (result.outcome !== 'sent') throw new Error('A sample note was not taken.')
  return result.sent
}

async function bringInPad(stores: Stores, index: PageIndex, now: Date): Promise<void> {
  const { body, author } = padNote
  const page = pageFor(index, padNote.page, 0)
  await bringInPending(stores.DB, [{ page, body, author, ...identityOf(page, body, 0) }], now.toISOString())
}

function decisionFor(id: string, fate: DemoFate): Decided | null {
  const decided = (action: Decided['action'], reason: string | null = null, body: string | null = null): Decided => ({
    id,
    version: 1,
    action,
    reason,
    body,
  })
  switch (fate.state) {
    case 'pending':
      return null
    case 'published':
    case 'revised':
    case 'withdrawn':
      return decided('approve')
    case 'edited':
      return decided('edit', null, fate.body)
    case 'returned':
      return decided('return', fate.reason)
    case 'rejected':
      return decided('reject', fate.reason)
    case 'spam':
      return decided('spam')
  }
}

function actFor({ fate, author }: DemoNote) {
  if (fate.state === 'withdrawn') return { action: 'withdraw', writing: null } as const
  if (fate.state === 'revised') return { action: 'revise', writing: { body: fate.body, author } } as const
  return null
}
