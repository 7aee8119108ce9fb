import { site } from '../../site/strings/en/site'
import type { fr } from './fr'

export const en: typeof fr = {
  title: site.api,
  intro:
    'Send notes, read, follow, correct, withdraw and moderate them, in JSON. Times are UTC (RFC 3339); lists are {items, next}, and next, given as cursor, leads to the rest.',
  faultsIntro:
    'A fault is answered as application/problem+json (RFC 9457): code names it for a program and will not change, detail says it in words, errors names each field at fault.',
  document: 'The OpenAPI description of all this',
  key: 'A moderator’s key.',
  done: 'Done.',
  problem: 'The fault, in words.',
  who: {
    moderator: 'With a moderator’s key: Authorization: Bearer KEY',
    organiser: 'With an organiser’s key: Authorization: Bearer KEY',
  },
  operations: {
    sendNote: 'Send a note',
    listNotes: 'List published notes, oldest first',
    readNote: 'Read one published note',
    readReceipt: 'Follow one’s note',
    reviseNote: 'Correct one’s note, its name too: once published it changes only when it has been read',
    withdrawNote: 'Withdraw one’s note for good',
    listQueue: 'List what waits for a decision, oldest first',
    readNoteInFull: 'Read a note, its history and its version',
    decide: 'Decide on a note',
    decideAll: 'Decide on several notes, a hundred at most',
    listDecisions: 'List all decisions',
    readStats: 'Read the figures, day by day in the event’s own time',
    exportAll: 'Export everything, one line of JSON a record',
    describe: 'Read this description',
  },
  query: {
    page: 'address of a page: its notes alone',
    cursor: 'the next of the answer before',
    limit: 'how many at once, 1 to 100',
    status: 'the state of the notes; pending: what waits for a decision',
    kind: 'note, revision or report',
    theme: 'a theme of site.yml: the notes of its sessions alone',
    flag: 'a signal that asks for a closer look',
    q: 'words that the note holds; or a reference, its own or a report’s',
  },
  fields: {
    page: 'address of a page that takes notes',
    author: 'empty or null: anonymous',
    body: 'for edit alone: the retouched text, in Markdown',
    reason: 'required by return',
    version: 'the version that was read; If-Match may say it instead',
  },
  lists: {
    revisions: (newest, signs) =>
      `the newest ${newest}, and always the published one, the waiting one and what the author had written before; these and the last always have their text, the others up to ${signs} characters in all, beyond that body is null`,
    decisions: (newest) => `the newest ${newest}; all are in /api/admin/audit`,
    reports: (newest) =>
      `the newest ${newest} that wait and the newest ${newest} that are closed; /api/admin/export has all of them`,
  },
  headers: {
    'Idempotency-Key':
      '22 to 255 characters of A-Z a-z 0-9 . _ ~ -; the same request under the same key is answered as it was the first time',
    'If-Match': 'the version that was read, in quotes, instead of version; or several, or * for any',
  },
  answerHeaders: {
    Location: 'the address of the receipt, to keep: nothing else corrects or withdraws the note',
    ETag: 'the version of what is answered; a note’s is for If-Match',
    'Retry-After': 'how many seconds to wait',
    'WWW-Authenticate': 'the kind of key that is needed',
  },
  faults: {
    400: 'What was sent cannot be read.',
    401: 'A key is needed.',
    403: 'The key does not give this right.',
    404: 'There is no such thing.',
    409: 'The note’s state does not allow it, or somebody was quicker.',
    410: 'The note was withdrawn.',
    412: 'The note has changed since the version in If-Match.',
    413: 'More than 256 KiB.',
    415: 'Not JSON.',
    422: 'A field is at fault: see errors.',
    428: 'The version that was read is needed.',
    429: 'Too much, or too many wrong keys, from this address: wait Retry-After seconds.',
    503: 'The site is catching its breath: try again.',
  },
}
