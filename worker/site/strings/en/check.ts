import type { check as French } from '../fr/check'

export const check: typeof French = {
  title: 'Check before sending',
  intro: 'This is your note as it will show. Nothing is sent yet.',
  page: 'Session',
  note: 'Your note',
  licence: (name) => `You agree that it is published under the licence ${name}.`,
  send: 'Send my note to the moderators',
  change: 'Change',
  flood: 'Many notes are arriving from the same place. Nothing is lost: wait a minute, then try again.',
  fault: 'Your note could not be stored; the fault is ours. Nothing is lost: try again in a moment.',
  retry: 'Try again',
  reusedTitle: 'This note has already been sent, with another text',
  reused: 'A note has already arrived from this form, and its text is not this one. Nothing is lost.',
  followEarlier: 'Follow the note that has arrived',
  sendAsNew: 'Send as a new note',
}
