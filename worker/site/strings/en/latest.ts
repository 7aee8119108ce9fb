import type { latest as French } from '../fr/latest'

export const latest: typeof French = {
  title: 'What’s new',
  about: (count) => (count > 1 ? `The latest ${count} notes, hour by hour.` : 'The latest note.'),
  none: 'No note is published yet. They will show here, the newest first.',
  feed: 'Follow by an Atom feed',
  actes: 'All notes, to keep or to print: the proceedings',
  hour: (day, hour) => `${day}, ${hour}`,
  feedOf: (title) => `Notes: ${title}`,
  entry: (number, author) => (author === null ? `Anonymous note ${number}` : `Note ${number} by ${author}`),
}
