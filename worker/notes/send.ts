import type { Env } from '../env'
import { logFault } from '../log'
import { linksOf } from '../site/note-markdown'
import { derivedFrom } from './derived'
import type { RecentPrints } from './near-copy'
import { addFlag, sendNote } from './sent-store'
import { flagsOf, nearFlag, SENDS_WINDOW_MS, type Signals } from './signals'
import type { Submission } from './submission'
import { keyed, randomId, randomToken, tokenHash } from './tokens'

/** URL-safe, long enough not to be guessed. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (a draft) */
export const idempotencyKeyPattern = /^[A-Za-z0-9._~-]{22,255}$/

/** What the sender keeps. `receipt` opens the note's private page and stands nowhere else. */
export type Sent = { id: string; reference: string; receipt: string }

/** `key_reused`: another text came under this key before; it stands, or was erased since, and this is its receipt. */
export type SendResult = { outcome: 'sent' | 'key_reused'; sent: Sent }

/**
 * Stores a note and gives its receipt: the same for the same key and text, however often it is sent. One question to
 * D1; a second one when another isolate has just stored a near copy.
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
  const receipt = key === null ? randomToken() : (await keyed(env.SECRET, 'receipt', key)).slice(0, 22)
  // Keyed by what the sender alone has, so that it may stay when the note is erased (`keptHash`).
  const { page, body, author } = submission
  const submissionHash = `keyed:${await tokenHash(JSON.stringify([key ?? receipt, page, body, author]))}`
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
