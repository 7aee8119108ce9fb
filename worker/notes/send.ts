import type { Env } from '../env'
import { renderNote } from '../site/note-markdown'
import { retrying } from './retry'
import { flagsFor, type Signals } from './signals'
import { sendNote } from './store'
import type { Submission } from './submission'
import { keyed, randomId, randomToken, tokenHash } from './tokens'

/** URL-safe, long enough not to be guessed. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (a draft) */
export const idempotencyKeyPattern = /^[A-Za-z0-9._~-]{22,255}$/

/** What the sender keeps. `receipt` opens the note's private page and stands nowhere else. */
export type Sent = { id: string; reference: string; receipt: string }

/** `key_reused`: another text came under this key before; it stands, and this is its receipt. */
export type SendResult = { outcome: 'sent' | 'key_reused'; sent: Sent }

/**
 * Stores a note and gives its receipt: the same for the same key and text, however often it is sent.
 * @param key The sender's idempotency key, well formed; null: each call is a note of its own.
 */
export async function send(
  env: Pick<Env, 'DB' | 'SECRET'>,
  submission: Submission,
  key: string | null,
  signals: Signals,
  now: Date,
): Promise<SendResult> {
  const receipt = key === null ? randomToken() : (await keyed(env.SECRET, 'receipt', key)).slice(0, 22)
  const { links } = renderNote(submission.body)
  const submissionHash = await tokenHash(JSON.stringify([submission.page, submission.body, submission.author]))
  const stored = await sendNote(env.DB, {
    ...submission,
    id: randomId(),
    receiptHash: await tokenHash(receipt),
    idempotencyHash: key === null ? null : await tokenHash(key),
    submissionHash,
    flags: await retrying(() => flagsFor(env.DB, submission.body, links.length, signals, now)),
    now: now.toISOString(),
  })
  // Erased since: there is nothing left to compare with, and the receipt says so.
  const isOther = stored.submissionHash !== null && stored.submissionHash !== submissionHash
  return {
    outcome: isOther ? 'key_reused' : 'sent',
    sent: { id: stored.id, reference: stored.reference, receipt },
  }
}
