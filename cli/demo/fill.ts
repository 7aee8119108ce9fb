import type { Env, RequestStores } from '../../worker/env'
import { type Decided, decide, decideAll } from '../../worker/moderation/decide'
import { takeLease } from '../../worker/moderation/leases'
import { addModerator } from '../../worker/moderation/moderators'
import { bringInPending } from '../../worker/notes/bring-in'
import { recordSend } from '../../worker/notes/device-sends'
import { RecentPrints } from '../../worker/notes/near-copy'
import { reportNote } from '../../worker/notes/reports'
import { send } from '../../worker/notes/send'
import { publishDocuments } from '../../worker/publishing/documents'
import { publishAll } from '../../worker/publishing/mend'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { type AuthorAct, actAsAuthor } from '../../worker/receipts/author-acts'
import { type PageIndex, parsePageIndex } from '../../worker/site/page-index'
import { readSessions } from '../../worker/site/read-sessions'
import type { SiteSettings } from '../../worker/site/settings'
import { withOffset } from '../../worker/site/zoned-time'
import { identityOf } from '../import/pads'
import { type DemoFate, type DemoNote, lowTech, type SampleNotes } from './demo-note'
import { sampleNotesFor } from './sample-notes'

/** One process fills one database. */
const prints = new RecentPrints()

type DemoStores = Pick<Env, 'DB' | 'PAGES' | 'SECRET'>

/** The moderator beside the one whose key is shown. */
const COLLEAGUE = 'Malo'

/** When the first sample note was taken, as the clock showed it at the event; those that are new came in the last hour. */
const FIRST_TAKEN = '11:05'
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const APART_MS = 60_000

/** Sends of one device after which a note of it is flagged. */
const BUSY_DEVICE = 30

/**
 * Fills an empty database with sample notes in every state, by the same calls that people's notes take.
 * @returns A moderator's key to look around with; null when there are notes already: nothing was done.
 */
export async function fillWithDemo(stores: DemoStores): Promise<string | null> {
  const filled = await stores.DB.prepare('SELECT 1 FROM notes LIMIT 1').first()
  if (filled) return null
  const now = Date.now()
  const index = parsePageIndex((await stores.PAGES.get('index')) ?? '')
  const notes = sampleNotesFor(index)
  await addModerator(stores.DB, { name: COLLEAGUE, organiser: false }, new Date(now))

  const lately = new Date(now - HOUR_MS)
  const following: Promise<unknown>[] = []
  const publishing = { ...stores, later: (work: Promise<unknown>) => following.push(work) }
  const from = whenTaken(index.site, await readSessions(stores.PAGES, index, console.error), now)
  await bringIn(publishing, index, notes.taken, { from, moderator: COLLEAGUE, actedAt: lately })
  await bringIn(publishing, index, notes.fresh, {
    from: now - HOUR_MS,
    moderator: notes.moderator,
    actedAt: new Date(now),
  })
  await bringInPad(stores, index, notes.pad, lately)
  await Promise.all(following)
  await publishAll(stores)
  await publishDocuments(stores, (name) => composeProven(stores, name), now)
  // Last: a key of notes that were cut off would never be shown.
  const moderator = await addModerator(stores.DB, { name: notes.moderator, organiser: true }, new Date(now))
  return moderator?.key ?? null
}

/** On the day of the session on whose page they begin, else on the event's first; a day ago where that is still to come. */
export function whenTaken(
  { event, timezone }: Pick<SiteSettings, 'event' | 'timezone'>,
  sessions: { address: string; start: string }[],
  now: number,
): number {
  const { start } = sessions.find(({ address }) => address === lowTech) ?? event
  const atEvent = Date.parse(withOffset(`${start.slice(0, 10)}T${FIRST_TAKEN}`, timezone))
  return Math.min(atEvent, now - DAY_MS)
}

type Course = { from: number; moderator: string; actedAt: Date }

/** They come a minute apart, are decided together, and later their authors, readers and moderators act. */
async function bringIn(
  stores: DemoStores & RequestStores,
  index: PageIndex,
  notes: DemoNote[],
  { from, moderator, actedAt }: Course,
): Promise<void> {
  const decisions: Decided[] = []
  const later: (() => Promise<unknown>)[] = []
  for (const [n, note] of notes.entries()) {
    const page = pageFor(index, note.page, n)
    const now = new Date(from + n * APART_MS)
    const { id, receipt } = await sendSample(stores, note, page, index.site.licence.id, now)
    const decided = decisionFor(id, note.fate)
    if (decided) decisions.push(decided)
    later.push(async () => {
      const act = actFor(note)
      if (act) await actAsAuthor(stores, receipt, act, actedAt)
      const again = secondDecisionFor(id, note.fate)
      if (again) await decide(stores, moderator, again, actedAt)
      if (note.reported) await reportNote(stores.DB, { noteId: id, reason: note.reported, key: id }, actedAt)
      if (note.readNow) await takeLease(stores.DB, id, COLLEAGUE, new Date())
    })
  }
  await decideAll(stores, moderator, decisions, new Date(from + notes.length * APART_MS))
  await Promise.all(later.map((each) => each()))
}

/** Notes that suit any event stand on the pages there are, one after the other. */
function pageFor(index: PageIndex, address: string, n: number): string {
  const open = Object.values(index.pages).filter(({ notes }) => notes === 'open')
  const entry = index.pages[address] ?? open[n % open.length]
  if (!entry) throw new Error('No page of content/ takes notes, so the sample notes have no place.')
  return entry.id
}

async function sendSample(stores: DemoStores, note: DemoNote, page: string, licence: string, now: Date) {
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

async function bringInPad(stores: DemoStores, index: PageIndex, pad: SampleNotes['pad'], now: Date): Promise<void> {
  const { body, author } = pad
  const page = pageFor(index, pad.page, 0)
  await bringInPending(stores.DB, [{ page, body, author, ...identityOf(page, body, 0) }], now.toISOString())
}

function decisionFor(id: string, fate: DemoFate): Decided | null {
  const decided = { id, version: 1, reason: null }
  switch (fate.state) {
    case 'pending':
      return null
    case 'published':
    case 'revised':
    case 'withdrawn':
    case 'anonymised':
    case 'unpublished':
      return { ...decided, action: 'approve' }
    case 'edited':
      return { ...decided, action: 'edit', body: fate.body }
    case 'returned':
      return { ...decided, action: 'return', reason: fate.reason }
    case 'rejected':
      return { ...decided, action: 'reject', reason: fate.reason }
    case 'spam':
      return { ...decided, action: 'spam' }
  }
}

function secondDecisionFor(id: string, fate: DemoFate): Decided | null {
  if (fate.state !== 'unpublished') return null
  return { id, version: 2, action: 'unpublish', reason: fate.reason }
}

function actFor({ fate, author }: DemoNote): AuthorAct | null {
  switch (fate.state) {
    case 'withdrawn':
      return { action: 'withdraw' }
    case 'anonymised':
      return { action: 'anonymise' }
    case 'revised':
      return { action: 'revise', writing: { body: fate.body, author } }
    default:
      return null
  }
}
