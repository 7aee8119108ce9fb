export const check = {
  title: 'Relire avant d’envoyer',
  intro: 'Voici votre note comme elle paraîtra. Rien n’est encore envoyé.',
  page: 'Séance',
  note: 'Votre note',
  licence: (name: string) => `Vous acceptez qu’elle paraisse sous licence ${name}.`,
  send: 'Envoyer ma note à la modération',
  change: 'Modifier',
  flood:
    'Beaucoup de notes arrivent du même endroit en ce moment. Rien n’est perdu : attendez une minute, puis réessayez.',
  fault:
    'Votre note n’a pas pu être enregistrée, la faute est de notre côté. Rien n’est perdu : réessayez dans un instant.',
  retry: 'Réessayer',
  reusedTitle: 'Cette note est déjà partie, avec un autre texte',
  reused: 'Depuis ce formulaire, une note est déjà arrivée, et son texte n’est pas celui-ci. Rien n’est perdu.',
  followEarlier: 'Suivre la note déjà arrivée',
  sendAsNew: 'Envoyer comme une nouvelle note',
}
