/** The moderators' page on the state of the site. */
export const state = {
  title: 'État du site',
  allWell: 'Tout va bien.',
  toLookAt: (points: number) => (points > 1 ? `${points} choses sont à regarder.` : 'Une chose est à regarder.'),
  whom: 'Si cela dure plus de dix minutes, prévenez la personne de l’organisation qui a mis le site en ligne.',
  asOf: (moment: string) => `Lu le ${moment}.`,
  waiting: 'Ce qui attend d’être relu',
  nothingWaits: 'Rien n’attend.',
  waits: (items: number, age: string) =>
    items > 1 ? `${items} envois attendent, le plus ancien depuis ${age}.` : `Un envoi attend, depuis ${age}.`,
  publishing: 'Ce qui est décidé se voit',
  published: 'Oui : chaque décision se voit sur le site.',
  soon: (values: number) => (values > 1 ? `${values} mises à jour sont en route.` : 'Une mise à jour est en route.'),
  late: (values: number) =>
    values > 1
      ? `${values} mises à jour n’arrivent pas. Rien n’est perdu : le site les retente sans cesse.`
      : 'Une mise à jour n’arrive pas. Rien n’est perdu : le site la retente sans cesse.',
  lateSince: (what: string, age: string) => `${what} : en retard depuis ${age}`,
  kinds: {
    block: 'les notes d’une page',
    note: 'la page d’une note',
    erased: 'le souvenir d’un effacement',
    latest: 'les dernières notes',
    counts: 'le nombre de notes des pages',
    'taken-away': 'ce qui a été retiré',
    document: 'les actes et l’archive',
    unknown: 'une valeur que cette version du programme ne connaît pas',
  },
  pages: 'Les pages',
  pagesAnswer: 'Le stockage des pages répond.',
  pagesDown: 'Le stockage des pages ne répond pas. Le public voit les pages gardées en mémoire, dix minutes au plus.',
  background: 'Le travail de fond',
  backgroundRan: (age: string) => `Il est passé il y a ${age}. Il passe chaque minute.`,
  backgroundLate: (age: string) => `Il n’est pas passé depuis ${age}, alors qu’il passe chaque minute.`,
  backgroundNever: 'Il n’est pas encore passé. Il passe chaque minute.',
  backup: 'La sauvegarde',
  backedUp: (age: string) => `La dernière date d’il y a ${age}.`,
  backupOld: (age: string) =>
    `La dernière date d’il y a ${age}, et des notes ont changé depuis : demandez à l’organisation d’en faire une (npm run backup).`,
  backupNever: 'Aucune n’a encore été faite : demandez à l’organisation d’en faire une (npm run backup).',
  restoring: 'La restauration',
  restoreHalf: (age: string) =>
    `Une sauvegarde est en train d’être remise depuis ${age}. Si elle a été coupée, l’organisation relance la même commande.`,
}
