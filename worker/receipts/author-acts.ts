import type { RequestStores, Stores } from '../env'
import { type Act, changeNote } from '../notes/changes'
import type { AuthorAction } from '../notes/note'
import { bearsName, findNoteByReceipt, type Note } from '../notes/store'
import type { Writing } from '../notes/submission'
import { tokenHash } from '../notes/tokens'
import { publishNow } from '../publishing/outbox'

/** A correction; `author` undefined: the name stays as it is. */
export type Correction = { body: string; author: string | null | undefined }

export type AuthorAct = { action: 'revise'; writing: Correction } | { action: Exclude<AuthorAction, 'revise'> }

export type ActResult = { outcome: 'done'; note: Note } | { outcome: 'refused' | 'unknown' | 'busy' }

/** An author does not see versions: what somebody else did meanwhile is read, and the act done on that. */
const TRIES = 5

/** The database is asked whatever the text looks like: the answer, and its time, tell nobody what a receipt is made of. */
export async function findReceipt(stores: Pick<Stores, 'DB'>, receipt: string): Promise<Note | null> {
  return findNoteByReceipt(stores.DB, await tokenHash(receipt))
}

/**
 * What the author does with the receipt: at once, and on the site before the answer where KV allows it. Done twice
 * (a double tap, an answer that was lost), it is done.
 * @returns The note after it; `refused` when its state does not allow it; `busy` when others were quicker at every try.
 */
export async function actAsAuthor(
  stores: RequestStores,
  receipt: string,
  act: AuthorAct,
  now: Date,
): Promise<ActResult> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const note = await findReceipt(stores, receipt)
    if (!note) return { outcome: 'unknown' }
    const meant = actOn(note, act)
    if (await isDone(stores, note, meant)) return { outcome: 'done', note }
    const result = await changeNote(stores.DB, note, { ...meant, now: now.toISOString(), moderator: null })
    if (result.outcome === 'refused') return result
    if (result.outcome === 'done') {
      await publishNow(stores, result.wanted)
      const after = await findReceipt(stores, receipt)
      return after ? { outcome: 'done', note: after } : { outcome: 'unknown' }
    }
  }
  return { outcome: 'busy' }
}

function actOn(note: Note, act: AuthorAct): Act {
  if (act.action !== 'revise') return act
  const { body, author = note.author } = act.writing
  return { action: act.action, writing: { body, author } }
}

async function isDone({ DB }: RequestStores, note: Note, act: Act): Promise<boolean> {
  if ('writing' in act) return standsAlready(note, act.writing)
  if (act.action === 'withdraw') return note.status === 'withdrawn'
  return !(await bearsName(DB, note.id))
}

/** A correction that is sent twice is one: the text is there and waits, or shows. */
function standsAlready(note: Note, { body, author }: Writing): boolean {
  const { latestRevision, waitingRevision, publishedRevision, status } = note
  const isLast = waitingRevision === latestRevision || (status === 'published' && publishedRevision === latestRevision)
  return isLast && note.body === body && note.author === author
}
