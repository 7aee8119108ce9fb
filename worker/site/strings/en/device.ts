import type { device as French } from '../fr/device'

export const device: typeof French = {
  heading: 'On this device',
  hour: '{h}:{m}',
  draft: 'Draft',
  waiting: 'Not sent yet',
  refused: 'Could not be sent as it is: take it up again',
  sent: 'Sent: {reference}',
  keepLink: 'Open this link and keep it: it lets you follow, correct or withdraw the note.',
  resume: 'Take up your draft of {hour}',
  resumeDay: 'Take up your draft of {day}, {hour}',
  restart: 'Start afresh',
  sendNow: 'Send now',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download (.md)',
  eraseAll: 'Erase everything from this device',
  saved: 'Draft kept on this device at {hour}.',
  notSaved: 'This browser keeps no draft: copy your text before you leave the page.',
  left: '{number} characters left.',
  over: '{number} characters too many: cut, or make two notes.',
  preview: 'Preview',
  noPreview: 'No preview without a network. Your text is kept on this device.',
  sending: 'Sending…',
  unsent:
    'Not sent yet: the network does not answer. Your text is kept here; it leaves by itself when the network is back, or when you open this page again.',
  unchecked:
    'Not sent yet: the network does not answer. Your text is kept on this device. Try again, or choose “Send now” to send it without another look as soon as possible.',
}
