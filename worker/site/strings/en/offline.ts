import type { offline as French } from '../fr/offline'

export const offline: typeof French = {
  title: 'Offline',
  intro:
    'The network is often missing where people meet. If you ask for it, this browser keeps a copy of the pages and the form; a note written without it is sent when it is back.',
  what: 'What is kept',
  whatHint:
    'With the network you always read the page as it is now. Without it, or when it takes more than three seconds, you read the copy, which says when it was made. Your follow-up page and the moderators’ pages are never kept.',
  pages: (count, weight, hasImages) =>
    `The ${count} pages of the site${hasImages ? ', without their images' : ''}, about ${weight} kB`,
  programme: 'The programme, day by day',
  form: 'The form, for all sessions',
  here: 'Keep a copy',
  withProgramme: { on: 'Keep the programme offline', isOn: 'The programme is kept on this device.' },
  withoutProgramme: { on: 'Keep these pages offline', isOn: 'These pages are kept on this device.' },
  again: 'Update the copies',
  offButton: 'Keep nothing any more',
  without:
    'Keeping copies needs JavaScript, which this browser does not run. Without it all of the site can be read and written to while there is a network; an open page can be saved or printed from the browser’s menu.',
  drafts: 'Drafts and notes that wait for the network are shown under the title, if this device holds some.',
  script: {
    notice: 'The network does not answer: copy kept on {day} at {hour}.',
    keeping: 'Copying…',
    progress: 'Copying: {done} pages of {total}…',
    keptAll: '{kept} pages are kept, at {hour}.',
    keptPart:
      '{kept} pages are kept, at {hour}; {missing} could not be: try again when the network is better, or make room on the device.',
    off: 'Nothing is kept any more.',
    failed: 'It did not work: try again when the network is better.',
    impossible: 'This browser cannot keep pages offline.',
  },
}
