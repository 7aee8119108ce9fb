import { at, type DemoNote, lowTech } from './demo-note'

const pending = { state: 'pending' } as const

/** What came today: most of it waits, with a flag of each kind, the rest was answered, or taken off the site again. */
export const newNotes: DemoNote[] = [
  at(lowTech, 'Macareux', 'Les contacts de la personne au four : contact@exemple.example, 02 00 00 00 00', pending),
  at(
    lowTech,
    'Goéland',
    'On commence par un tour de salle : une trentaine de personnes, la moitié environ vient de tiers-lieux.',
    pending,
  ),
  at(
    '/sessions/hors-programme/',
    null,
    'Le covoiturage de vendredi part à 17 h de l’accueil, il reste trois places.',
    pending,
    { sent: 'no-stamp' },
  ),
  at('/sessions/hors-programme/', 'Courlis', 'Ce qu’on m’a dit à la pause était très intéressant.', {
    state: 'returned',
    reason: 'Merci pour votre note. Pouvez-vous dire de quoi il était question, pour que les autres en profitent ?',
  }),
  at('/sessions/hors-programme/', 'X', 'Cette personne ne devrait pas avoir la parole.', {
    state: 'rejected',
    reason: 'Un passage peut blesser une personne. Pouvez-vous parler des idées plutôt que de qui les dit ?',
  }),
  at(
    '/sessions/hors-programme/',
    'Meilleur prix',
    'Achetez ici https://a.example https://b.example https://c.example https://d.example',
    { state: 'spam' },
    { sent: 'trap' },
  ),
  at(
    '/sessions/climat-agir-localement/',
    'Macareux',
    'Le relevé des haies se fait à pied, avec un carnet et un décamètre. Trois communes s’y mettent à l’automne.',
    pending,
    { readNow: true },
  ),
  at(
    '/sessions/climat-agir-localement/',
    'table 3',
    'La commune citée serait celle de la personne assise au fond, d’après sa voisine.',
    { state: 'unpublished', reason: 'Cette personne peut être reconnue. Pouvez-vous le dire sans elle ?' },
  ),
  at('/sessions/mediation-numerique/', 'table 1', 'Très bien !', pending, { sent: 'fast' }),
  at(
    '/sessions/fab-cities-produire-pres/',
    null,
    'Trois ateliers cités : https://fablab.example, https://atelier.example et https://garage.example. Le deuxième prête ses machines.',
    pending,
  ),
  at(
    '/sessions/sante-et-cooperation-ouverte/',
    'Patelle',
    'Toute la table écrit sur le même téléphone, c’est notre dernière note : on se retrouve jeudi au fond de la salle.',
    pending,
    { sent: 'device' },
  ),
  at(
    '/sessions/enseigner-la-transition/',
    'Bonne affaire',
    'Des cours tout faits, moins chers ici : https://cours.example',
    pending,
    { sent: 'trap' },
  ),
]

/** A pad that was brought in from elsewhere: nobody agreed to a licence for it here. */
export const padNote = {
  page: '/sessions/low-tech-en-tiers-lieux/',
  author: 'Ajonc, Bruyère',
  body: '## Notes du pad de la veille\n\n- la visite de l’atelier a duré une heure\n- le plan du séchoir est à recopier au propre',
}
