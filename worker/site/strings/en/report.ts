import type { report as French } from '../fr/report'

export const report: typeof French = {
  link: 'Report',
  title: 'Report a note',
  intro: 'A moderator will read your message and decide. We keep neither your name nor your address.',
  reason: 'What is wrong?',
  reasonHint:
    'For example: somebody is quoted without consent, a passage hurts, the text is copied, a link deceives. 2,000 characters at most.',
  fault: 'Your report could not be kept this time. It is still here: send it again.',
  send: 'Send the report',
  note: 'The note that it is about',
  back: 'Back to the note without reporting it',
  doneTitle: 'Your report has arrived',
  reference: 'Its reference',
  doneText:
    'Thank you. The moderators will read it as soon as they can; the note stays in place until then. To ask about it, give this reference to the organisers.',
  backToPage: 'Back to the page',
}
