import type { Env } from '../env'
import { logFault } from '../log'
import { linksOf } from '../site/note-markdown'
import { derivedFrom } from './derived'
import type { RecentPrints } from './near-copy'
import { addFlag, findSent, sendNote } from './sent-store'
import { flagsOf, nearFlag, SENDS_WINDOW_MS, type Signals } from './signals'
import type { Submission, Writing } from './submission'
import { keyed, randomId, randomToken, tokenHash } from './tokens'

/** URL-safe, long enough not to be guessed. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (a draft) */
export const idempotencyKeyPattern = /^[A-Za-z0-9._~-]{22,255}$/

/**
 * The key that a form brings back, or a new one. It leads to the receipt, so none is taken of which somebody else knows.
 * @param isForeign A page of another site made the form.
 */
export function keyOfForm(key: unknown, isForeign: boolean): string {
  return !isForeign && typeof key === 'string' && idempotencyKeyPattern.test(key) ? key : randomToken()
}

/** What the sender keeps. `receipt` opens the note's private page and stands nowhere else. */
export type Sent = { id: string; reference: string; receipt: string }

/** `key_reused`: another text came under this key before; it stands, or was erased since, and this is its receipt. */
export type SendResult = { outcome: 'sent' | 'key_reused'; sent: Sent }

/**
 * Stores a note and gives its receipt: the same for the same key and text, however often it is sent. One question to
 * D1; a second one when it stands already, or when another isolate has just stored a near copy.
 * @param prints What this isolate knows of recent notes; it learns.
 * @param key The sender's idempotency key, well formed; null: each call is a note of its own.
 */
export async function send(
  env: Pick<Env, 'DB' | 'SECRET'>,
  prints: RecentPrints,
  submission: Submission,
  key: string | null,
  signals: Signals,
  now: Date,
): Promise<SendResult> {
  const id = randomId()
  const receipt = key === null ? randomToken() : await receiptOf(env, key)
  const submissionHash = await hashOf(key ?? receipt, submission)
  const { search, print } = derivedFrom(submission.body)
  const near = prints.nearTo(print)
  const stored = await sendNote(env.DB, {
    ...submission,
    id,
    receiptHash: await tokenHash(receipt),
    idempotencyHash: key === null ? null : await tokenHash(key),
    submissionHash,
    search,
    print,
    flags: flagsOf(linksOf(submission.body).length, near, signals, now),
    device: signals.device,
    sendsSince: new Date(now.getTime() - SENDS_WINDOW_MS).toISOString(),
    printsSince: prints.since,
    now: now.toISOString(),
  })
  prints.learn(stored.prints, now.toISOString())
  const nearAfterAll = near === null ? prints.nearTo(print) : null
  if (nearAfterAll !== null) {
    // The note is stored and its sender is told so; a hint to the moderators is not worth another word.
    await addFlag(env.DB, id, nearFlag(nearAfterAll)).catch((error) => logFault('a near copy is not flagged', error))
  }
  if (print !== null && stored.id === id) prints.add(stored.reference, print)
  const isOther = stored.submissionHash !== submissionHash
  return {
    outcome: isOther ? 'key_reused' : 'sent',
    sent: { id: stored.id, reference: stored.reference, receipt },
  }
}

/**
 * The receipt of what came under this key before, wherever its page is now: a phone that lost the answer sends again, and
 * must get it though the page has closed or moved meanwhile.
 * @returns Null: nothing came under this key, or another text.
 */
export async function sentBefore(
  env: Pick<Env, 'DB' | 'SECRET'>,
  { body, author }: Writing,
  key: string,
): Promise<Sent | null> {
  const receipt = await receiptOf(env, key)
  const stored = await findSent(env.DB, {
    id: null,
    idempotencyHash: await tokenHash(key),
    receiptHash: await tokenHash(receipt),
  })
  if (!stored || stored.submissionHash !== (await hashOf(key, { page: stored.page, body, author }))) return null
  return { id: stored.id, reference: stored.reference, receipt }
}

async function receiptOf({ SECRET }: Pick<Env, 'SECRET'>, key: string): Promise<string> {
  return (await keyed(SECRET, 'receipt', key)).slice(0, 22)
}

/** Of a text and its page, keyed by what the sender alone has, so that it may stay when the note is erased (`keptHash`). */
async function hashOf(key: string, { page, body, author }: Writing & { page: string }): Promise<string> {
  return `keyed:${await tokenHash(JSON.stringify([key, page, body, author]))}`
}
