import { numberText } from '../../numbers'

export const site = {
  number: (value: number) => numberText(value, { thousands: '\u202f', decimal: ',' }),
  /** Of these words. */
  lang: 'fr',
  /** Between a word and what it is said of, or its explanation. */
  colon: ' : ',
  skip: 'Aller au contenu',
  menu: 'Menu principal',
  announcement: 'Annonce',
  onThisPage: 'Sur cette page',
  tableRegion: 'Tableau',
  done: 'fait',
  toDo: 'à faire',
  noSession: 'Aucune séance n’est encore annoncée ce jour-là.',
  cancelled: 'Séance annulée',
  moved: 'Salle changée',
  noNote: 'Pas encore de note ici.',
  notesGone: 'Les notes qui étaient ici ont été retirées.',
  anonymous: 'Anonyme',
  writeNote: 'Écrire une note',
  moreNotes: 'Autres notes de cette page',
  blockOfNotes: (block: number) => `Notes, page ${block}`,
  firstNotes: 'Premières notes',
  previousNotes: 'Notes précédentes',
  nextNotes: 'Notes suivantes',
  lastNotes: 'Dernières notes',
  edited: 'retouchée par la modération',
  notes: 'Les notes',
  licence: (name: string) => `Textes et notes : ${name}.`,
  weight: (kilobytes: string, requests: number) =>
    `Cette page : environ ${kilobytes} ko, ${requests > 1 ? `${requests} requêtes` : '1 requête'}.`,
  sitemap: 'Plan du site',
  aboutSitemap: (event: string) => `${event} : toutes les pages de ce site, dossier par dossier.`,
  /** The page that shows the API to people. */
  api: 'Interface de programmation',
  notFoundTitle: 'Cette page n’existe pas',
  notFoundText: 'L’adresse a peut-être changé, ou une lettre s’est perdue en route. Rien n’est cassé.',
  badAddressTitle: 'Cette adresse ne se lit pas',
  badAddressText:
    'Elle contient des signes qu’aucune adresse de ce site ne contient. Vérifiez le lien d’où vous venez.',
  methodTitle: 'Cela ne se fait pas ici',
  methodText:
    'Cette adresse existe, mais elle ne fait pas ce qui lui a été demandé. Revenez en arrière, ou repartez de l’accueil.',
  faultTitle: 'Le site a un souci',
  faultText: 'La faute est de notre côté, elle est notée. Réessayez dans une minute.',
  faultReference: 'Référence pour nous en parler :',
  unavailableTitle: 'Le site reprend son souffle',
  unavailableText: 'Cette page n’a pas pu être lue. Réessayez dans une minute.',
  home: 'Accueil',
}
