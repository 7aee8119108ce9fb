import { of } from './elision'

export const permalink = {
  title: (author: string | null) => (author === null ? 'Note anonyme' : `Note ${of(author)}`),
  note: 'La note',
  goneTitle: 'Cette note a été retirée',
  gone: 'Elle a été publiée ici, puis retirée. Son adresse ne servira à aucune autre.',
}
