/** What the scripts say: drafts, the outbox, offline use. `{name}` is filled in by them. */
export const device = {
  heading: 'Sur cet appareil',
  hour: '{h} h {m}',
  draft: 'Brouillon',
  waiting: 'Pas encore envoyée',
  refused: 'N’a pas pu partir ainsi : reprenez-la',
  sent: 'Envoyée : {reference}',
  keepLink: 'Ouvrez ce lien et gardez-le : il permet de suivre, corriger ou retirer la note.',
  resume: 'Reprendre votre brouillon de {hour}',
  resumeDay: 'Reprendre votre brouillon du {day}, {hour}',
  restart: 'Repartir de zéro',
  sendNow: 'Envoyer maintenant',
  copy: 'Copier',
  copied: 'Copié',
  download: 'Télécharger (.md)',
  eraseAll: 'Tout effacer de cet appareil',
  saved: 'Brouillon gardé sur cet appareil à {hour}.',
  notSaved: 'Ce navigateur ne garde pas de brouillon : copiez votre texte avant de quitter la page.',
  left: 'Encore {number} caractères.',
  over: '{number} caractères de trop : coupez, ou faites-en deux notes.',
  preview: 'Aperçu',
  noPreview: 'Pas d’aperçu sans réseau. Votre texte est gardé sur cet appareil.',
  sending: 'Envoi…',
  unsent:
    'Pas encore envoyée : le réseau ne répond pas. Votre texte est gardé ici ; il repartira tout seul quand le réseau revient, ou quand vous rouvrez cette page.',
  unchecked:
    'Pas encore envoyée : le réseau ne répond pas. Votre texte est gardé sur cet appareil. Réessayez, ou choisissez « Envoyer maintenant » pour qu’il parte sans autre relecture dès que possible.',
}
