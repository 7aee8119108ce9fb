import type { page as French } from '../fr/page'

export const page: typeof French = {
  boxes: { tldr: 'In short', todo: 'To do', faq: 'Frequent question', cite: 'Quote' },
  footnotes: 'Footnotes',
  footnote: (number) => `Note ${number}`,
  backToText: 'Back to the text',
  breadcrumbs: 'Breadcrumbs',
  neighbours: 'Pages before and after',
  previous: 'Previous:',
  next: 'Next:',
  asMarkdown: 'This page as Markdown',
}
