import type { search as French } from '../fr/search'

export const search: typeof French = {
  title: 'Search',
  titleFor: (query) => `Search: ${query}`,
  label: 'Words to look for in pages and notes',
  submit: 'Search',
  hint: 'Accents, capitals and plurals do not matter; the beginning of a word is enough.',
  tooMany: 'Many searches are coming from the same place: wait a minute, then search again.',
  found: (count) => (count > 1 ? `${count} results` : '1 result'),
  foundFrom: (count, from, to) => `${count} results, here ${from} to ${to}`,
  none: 'Nothing holds all of these words.',
  noneWays: 'Try a single word, or the beginning of one. Or go on from here:',
  more: 'More results',
  previous: 'Previous results',
  next: 'Next results',
  downTitle: 'The search is out of order',
  down: 'Pages and notes can still be read: here is the site map. Please try again in a minute.',
}
