export const poster = {
  title: (session: string) => `Affiche : ${session}`,
  dayTitle: (day: string) => `Affiches du ${day.toLowerCase()}`,
  about: 'À imprimer en A4, une affiche par page, sans rien d’autre.',
  calls: {
    open: 'Écrivez une note sur cette séance',
    closed: 'Lisez les notes de cette séance',
    none: 'Lisez la page de cette séance',
  },
  scan: 'Visez ce carré avec votre téléphone, ou tapez cette adresse :',
  qr: (address: string) => `Code QR : ${address}`,
  none: 'Aucune séance n’est annoncée ce jour-là : il n’y a pas d’affiche à imprimer.',
  unknownTitle: 'Cette adresse courte ne mène à aucune séance',
  unknown: 'Vérifiez les cinq signes de l’affiche : il n’y a ni O, ni I, ni zéro, ni 1. Ou choisissez la séance :',
}
