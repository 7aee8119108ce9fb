export const receipt = {
  title: (reference: string) => `Suivi de la note ${reference}`,
  reference: 'Référence à dire ou à écrire',
  keep: 'Gardez ce lien : c’est le seul chemin vers cette page. Qui le connaît peut faire tout ce qui suit.',
  states: {
    pending: 'Reçue. Elle attend d’être relue.',
    returned: 'Une précision vous est demandée.',
    published: 'Publiée.',
    rejected: 'Elle n’a pas été retenue.',
    spam: 'Elle n’a pas été retenue.',
    withdrawn: 'Retirée.',
  },
  next: {
    pending:
      'Une personne de la modération la lira, en général dans l’heure pendant l’événement, puis la publiera ou vous répondra ici. Revenez sur cette page quand vous voulez. D’ici là, vous pouvez encore corriger votre note.',
    returned: 'Répondez en corrigeant votre note ci-dessous : elle retourne aussitôt à la relecture.',
    published: 'Tout le monde peut la lire sur la page de la séance. Une correction sera relue avant de la remplacer.',
    rejected: 'Elle ne paraîtra pas ainsi. Vous pouvez la corriger ci-dessous : elle sera relue à nouveau.',
    spam: 'Elle a été prise pour un envoi indésirable et ne paraîtra pas. Si c’est une erreur, dites sa référence à l’organisation.',
    withdrawn:
      'Son texte et son nom sont effacés ; il ne reste que le fait qu’elle a existé. Il n’y a plus rien à faire.',
  },
  sentAt: (moment: string) => `Arrivée le ${moment}`,
  erasedAfter: (days: number) =>
    `Son texte et son nom ont été effacés : une note qui n’est pas retenue n’est gardée que ${days} jours.`,
  waitingRevision: 'Votre correction attend d’être relue ; la note publiée reste comme elle est jusque-là.',
  returnedRevision:
    'Une précision vous est demandée sur votre dernière correction ; la note publiée reste comme elle est.',
  refusedRevision: 'Votre dernière correction n’a pas été retenue ; la note publiée reste comme elle est.',
  reason: 'La modération vous écrit',
  note: 'Votre note',
  seePublished: 'La voir sur le site',
  seePage: 'Retour à la séance',
  writeAnother: 'Écrire une autre note',
  revise: 'Corriger',
  sendRevision: 'Envoyer la correction',
  anonymise: 'Retirer mon nom',
  anonymiseHint: 'Votre nom disparaît tout de suite, la note reste.',
  withdraw: 'Retirer ma note',
  withdrawHint: 'Elle disparaît du site tout de suite et son texte est effacé. C’est définitif.',
  confirmTitle: 'Retirer cette note ?',
  confirm: 'Oui, retirer ma note pour toujours',
  keepNote: 'Non, la garder',
  unsent: 'Ce que vous aviez écrit, à copier si vous y tenez',
  impossible: 'Ce n’est plus possible dans l’état où est la note. Rien n’a changé.',
  unknownTitle: 'Ce suivi n’existe pas',
  unknown:
    'Le lien est peut-être incomplet : copiez-le en entier, ou rouvrez-le depuis l’endroit où vous l’avez gardé.',
}
