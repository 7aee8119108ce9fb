import { of } from './elision'

export const latest = {
  title: 'Nouveautés',
  about: (count: number) =>
    count > 1 ? `Les ${count} notes publiées en dernier, heure par heure.` : 'La dernière note publiée.',
  none: 'Aucune note n’est encore publiée. Elles paraîtront ici, la plus récente d’abord.',
  feed: 'Suivre par un flux Atom',
  actes: 'Toutes les notes, à garder ou à imprimer : les actes',
  hour: (day: string, hour: string) => `${day}, ${hour}`,
  feedOf: (title: string) => `Notes : ${title}`,
  /** @param number Of the note on its page. */
  entry: (number: number, author: string | null) =>
    author === null ? `Note ${number} anonyme` : `Note ${number} ${of(author)}`,
}
