/** Every word the program itself says to a person, in one place. A page's `lang` chooses. */
const fr = {
  skip: 'Aller au contenu',
  menu: 'Menu principal',
  announcement: 'Annonce',
  onThisPage: 'Sur cette page',
  tableRegion: 'Tableau',
  done: 'fait',
  toDo: 'à faire',
  sessionsOfDay: 'Les séances',
  noSession: 'Aucune séance n’est encore annoncée ce jour-là.',
  cancelled: 'Séance annulée',
  moved: 'Salle changée',
  noNote: 'Pas encore de note ici.',
  notes: 'Les notes',
  licence: (name: string) => `Textes et notes : ${name}.`,
  weight: (kilobytes: string) => `Cette page : environ ${kilobytes} ko, 1 requête.`,
  sitemap: 'Plan du site',
  notFoundTitle: 'Cette page n’existe pas',
  notFoundText: 'L’adresse a peut-être changé, ou une lettre s’est perdue en route. Rien n’est cassé.',
  notFoundWays: 'Repartez de l’accueil ou du plan du site.',
  badAddressTitle: 'Cette adresse ne se lit pas',
  badAddressText:
    'Elle contient des signes qu’aucune adresse de ce site ne contient. Vérifiez le lien d’où vous venez.',
  methodTitle: 'Cela ne se fait pas ici',
  methodText: 'Cette adresse existe, mais elle ne fait pas ce qui lui a été demandé.',
  faultTitle: 'Le site a un souci',
  faultText: 'La faute est de notre côté, elle est notée. Réessayez dans une minute.',
  faultReference: 'Référence pour nous en parler :',
  unavailableTitle: 'Le site reprend son souffle',
  unavailableText: 'Cette page n’a pas pu être lue. Réessayez dans une minute.',
  home: 'Accueil',
}

const en: typeof fr = {
  skip: 'Skip to content',
  menu: 'Main menu',
  announcement: 'Announcement',
  onThisPage: 'On this page',
  tableRegion: 'Table',
  done: 'done',
  toDo: 'to do',
  sessionsOfDay: 'Sessions',
  noSession: 'No session is announced for that day yet.',
  cancelled: 'Session cancelled',
  moved: 'Room changed',
  noNote: 'No note here yet.',
  notes: 'Notes',
  licence: (name) => `Texts and notes: ${name}.`,
  weight: (kilobytes) => `This page: about ${kilobytes} kB, 1 request.`,
  sitemap: 'Site map',
  notFoundTitle: 'This page does not exist',
  notFoundText: 'The address may have changed, or a letter got lost on the way. Nothing is broken.',
  notFoundWays: 'Start again from the home page or the site map.',
  badAddressTitle: 'This address cannot be read',
  badAddressText: 'It holds signs that no address of this site holds. Please check the link that brought you here.',
  methodTitle: 'That is not done here',
  methodText: 'This address exists, but it does not do what it was asked to do.',
  faultTitle: 'The site has a problem',
  faultText: 'The fault is ours and has been recorded. Please try again in a minute.',
  faultReference: 'Reference to tell us about it:',
  unavailableTitle: 'The site is catching its breath',
  unavailableText: 'This page could not be read. Please try again in a minute.',
  home: 'Home',
}

const catalogue = { fr, en }

export type Strings = typeof fr

/** The words for a page of that language; French where a language has no catalogue (Breton pages, say). */
export function stringsFor(lang: string | undefined): Strings {
  return lang === 'en' ? catalogue.en : catalogue.fr
}
