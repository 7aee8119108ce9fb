export const report = {
  link: 'Signaler',
  title: 'Signaler une note',
  intro:
    'Une personne de la modération lira votre message et décidera. Nous ne gardons ni votre nom, ni votre adresse.',
  reason: 'Qu’est-ce qui ne va pas ?',
  reasonHint:
    'Par exemple : une personne est citée sans son accord, un passage est blessant, le texte est copié, le lien trompe. 2 000 caractères au plus.',
  fault: 'Votre signalement n’a pas pu être gardé cette fois-ci. Il est toujours là : envoyez-le à nouveau.',
  send: 'Envoyer le signalement',
  note: 'La note dont il s’agit',
  back: 'Revenir à la note sans la signaler',
  doneTitle: 'Votre signalement est arrivé',
  reference: 'Sa référence',
  doneText:
    'Merci. La modération le lira aussitôt que possible ; la note reste en place d’ici là. Pour en reparler, donnez cette référence à l’organisation.',
  backToPage: 'Revenir à la page',
}
