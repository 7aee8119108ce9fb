import type { latest as French } from '../fr/latest'

export const latest: typeof French = {
  title: 'What’s new',
  about: (count) => (count > 1 ? `The ${count} notes published last, hour by hour.` : 'The note published last.'),
  none: 'No note is published yet. They will show here, the newest first.',
  feed: 'Follow by an Atom feed',
  hour: (day, hour) => `${day}, ${hour}`,
  feedOf: (title) => `Notes: ${title}`,
  entry: (author, page) => `${author === null ? 'Anonymous note' : `Note by ${author}`}, ${page}`,
}
