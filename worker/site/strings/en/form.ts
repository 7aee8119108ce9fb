import type { form as French } from '../fr/form'

export const form: typeof French = {
  title: 'Write a note',
  intro: 'Plain text is fine, as it comes. A moderator reads it before it shows.',
  errorPrefix: 'Error: ',
  problem: 'There is a problem',
  page: 'Session',
  choosePage: 'Choose a session',
  otherPages: 'Outside the sessions',
  body: 'Your note',
  bodyHint: '20,000 characters at most, no photos. Another person’s words only with their consent.',
  author: 'Your name (optional)',
  authorHint: 'It will show with the note: a name, a pseudonym, several names. Leave it empty to stay anonymous.',
  formatting: 'Formatting',
  formattingRows: [
    ['## A title', 'a title'],
    ['- an item', 'a list'],
    ['[the text](https://address)', 'a link'],
    ['**important**', 'bold'],
  ],
  licence: (name) => `I agree that my note is published under the licence ${name}.`,
  licenceHint: 'Anybody may reuse it and name its author; copies may live on even if you withdraw it here.',
  readLicence: 'Read the licence',
  data: 'We keep your note and the name you give: no account, no e-mail, no readable address. Your follow-up page lets you correct it, remove your name or the whole note.',
  trap: 'Do not fill in',
  check: 'Check before sending',
  closedSite: 'No page takes notes at the moment.',
}
