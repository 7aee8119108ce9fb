import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { type Decided, decideAll } from '../../worker/moderation/decide'
import { addModerator } from '../../worker/moderation/moderators'
import { send } from '../../worker/notes/send'
import { publishDocuments } from '../../worker/publishing/documents'
import { publishAll } from '../../worker/publishing/mend'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { actAsAuthor } from '../../worker/receipts/author-acts'
import { parsePageIndex } from '../../worker/site/page-index'
import { type DemoFate, type DemoNote, demoNotes } from './notes'

type Stores = { DB: D1Database; PAGES: KVNamespace; SECRET: string }

/** The day on which the sample notes were taken, and how far apart they came. */
const FIRST_SENT = Date.parse('2022-07-06T09:05:00Z')
const APART_MS = 7 * 60_000

/**
 * Fills an empty database with sample notes in every state, by the same calls that people's notes take.
 * @returns A moderator's key to look around with; null when there are notes already: nothing was done.
 */
export async function fillWithDemo(stores: Stores): Promise<string | null> {
  const filled = await stores.DB.prepare('SELECT 1 FROM notes LIMIT 1').first()
  if (filled) return null
  const index = parsePageIndex((await stores.PAGES.get('index')) ?? '')
  // The sample notes were written for one event; elsewhere they stand on the pages there are.
  const open = Object.values(index.pages).filter(({ notes }) => notes === 'open')
  const moderator = await addModerator(stores.DB, { name: 'Démonstration', organiser: true }, new Date())
  if (!moderator) return null

  const decisions: Decided[] = []
  const acts: (() => Promise<unknown>)[] = []
  const following: Promise<unknown>[] = []
  const publishing = { ...stores, later: (work: Promise<unknown>) => following.push(work) }
  for (const [n, note] of demoNotes.entries()) {
    const entry = index.pages[note.page] ?? open[n % open.length]
    if (!entry) throw new Error('No page of content/ takes notes, so the sample notes have no place.')
    const now = new Date(FIRST_SENT + n * APART_MS)
    const { id, receipt } = await sendSample(stores, note, entry.id, index.site.licence.id, now)
    const decided = decisionFor(id, note.fate)
    if (decided) decisions.push(decided)
    const act = actFor(note)
    if (act) acts.push(() => actAsAuthor(publishing, receipt, act.action, act.writing, now))
  }
  await decideAll(publishing, 'Démonstration', decisions, new Date(FIRST_SENT + demoNotes.length * APART_MS))
  for (const act of acts) await act()
  await Promise.all(following)
  await publishAll(stores)
  await publishDocuments(stores, (name) => composeProven(stores, name), Date.now())
  return moderator.key
}

async function sendSample(stores: Stores, note: DemoNote, page: string, licence: string, now: Date) {
  const submission = { page, address: note.page, body: note.body, author: note.author, licence }
  const signals = { trapFilled: note.fate.state === 'spam', renderedAt: now.getTime() - 60_000, device: note.body }
  const result = await send(stores, submission, null, signals, now)
  if (result.outcome !== 'sent') throw new Error('A sample note was not taken.')
  return result.sent
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
