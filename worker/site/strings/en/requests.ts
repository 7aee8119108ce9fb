import type { requests as French } from '../fr/requests'

export const requests: typeof French = {
  tooLargeTitle: 'That is too much for one send',
  tooLarge: 'It is over 256 KiB. Go back, your text is still there, and send it as several notes.',
  tooLargeForProgram: 'It is over 256 KiB: nothing was stored. Send it in several parts.',
  typeTitle: 'This kind of request is not understood',
  type: 'Send the form of the page, or JSON to the API.',
  unreadableTitle: 'The request cannot be read',
  unreadable:
    'It is not UTF-8, or no well-formed JSON object, in braces. Nothing has changed: mend it, then send it again.',
  unreadableForm:
    'The form is not UTF-8, or one of its fields stands twice. Nothing has changed: go back to the page and try again.',
  unknownChoiceTitle: 'This request is not understood',
  unknownChoice:
    'The form asks for what this page cannot do. Nothing has changed: go back to the page and choose one of its buttons.',
  badCursorTitle: 'This cursor is none of ours',
  badCursor: 'Give the “next” of the page before as it is, or begin the list again without a cursor.',
  badKeyTitle: 'The idempotency key does not fit',
  badKey: 'Idempotency-Key: 22 to 255 characters of A-Z a-z 0-9 . _ ~ -',
  reusedKey: 'This key has already served for another text: take a new one to send this text.',
  faulty: 'There is a problem',
  faultyDetail: 'See errors: one message a field.',
  unauthorizedTitle: 'A key is needed',
  unauthorized: 'Authorization: Bearer KEY, with a moderator’s key that is still valid.',
  foreignTitle: 'This request comes from elsewhere',
  foreign: 'It was not made from a page of this site: nothing was changed. Go back to the page and try again.',
  forbiddenTitle: 'That is for organisers',
  forbidden: 'Your key does not give that right: ask an organiser.',
  preconditionTitle: 'Which version do you mean?',
  precondition: 'Say which version you read, in version or If-Match: somebody may have acted since.',
  staleTitle: 'Somebody was quicker',
  stale: 'The note has changed since you read it. Nothing was done; this is how it is now.',
  conflict: 'The state of the note does not allow it',
  unknownNote: 'There is no such note',
  goneNote: 'This note was withdrawn',
}
