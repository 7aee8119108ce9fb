import type { permalink as French } from '../fr/permalink'

export const permalink: typeof French = {
  title: (author) => (author === null ? 'Anonymous note' : `Note by ${author}`),
  note: 'The note',
  goneTitle: 'This note was withdrawn',
  gone: 'It was published here and then withdrawn. Its address will never serve another.',
}
