import { anywhere, type SampleNotes } from './demo-note'

const pending = { state: 'pending' } as const

/** What could have been written at any event, in French. */
export const inFrench: SampleNotes = {
  moderator: 'Démonstration',
  taken: [
    anywhere(
      'Goéland',
      'On commence par un tour de table : une trentaine de personnes, la moitié vient ici pour la première fois.',
    ),
    anywhere(
      'Bernique',
      `## Trois questions qui reviennent

- à qui cela **sert**-il ?
- est-ce que cela **dure** ?
- est-ce que d’autres peuvent le **refaire** ?`,
    ),
    anywhere(
      'table 4',
      'Quelqu’un rappelle que tout le monde ici n’a pas les mêmes mots : la salle demande que chaque sigle soit dit en entier.',
      { state: 'published' },
      { reported: 'C’est moi qui l’ai dit, et j’aurais aimé être nommée.' },
    ),
    anywhere(null, 'Question de la salle : qui décide de la suite ? Pas de réponse, mais tout le monde l’a notée.'),
    anywhere(
      'Ajonc & Bruyère',
      `Les étapes, dans l’ordre du tableau :

1. écouter ce qui existe déjà
2. essayer en petit
3. écrire ce qui rate
4. recommencer avec d’autres`,
    ),
    anywhere('une enseignante', 'Idée à garder pour la classe : faire essayer **avant** d’expliquer.'),
    anywhere(
      'Macareux',
      '> On ne raconte bien que ce qu’on a raté une fois.\n\nDit en riant, mais c’est la phrase de la matinée.',
    ),
    anywhere(
      'Goéland',
      `Comparaison faite au tableau :

| groupe | à quelle fréquence | combien de personnes |
| --- | --- | --- |
| le plus ancien | chaque semaine | 12 |
| le plus grand | chaque mois | 40 |
| le plus récent | – | 5 |`,
    ),
    anywhere(null, 'Les images de la présentation seront sur https://presentation.example, d’après qui parlait.'),
    anywhere(
      'Patelle',
      'Un point de désaccord : faut-il grandir ? Pour les uns c’est la seule façon de toucher du monde, pour les autres on y perd l’essentiel, qui est de se connaître.',
      { state: 'published' },
      { reported: 'Il manque l’avis de celles et ceux qui ont essayé les deux.' },
    ),
    anywhere('Sterne', 'Manque le début de la présentation, je suis arrivé en retard. Si quelqu’un l’a, ajoutez-le !'),
    anywhere(
      'table 4',
      '- [x] lister ce qui existe déjà\n- [ ] demander qui veut relire\n- [ ] publier la liste avant l’été',
    ),
    anywhere(
      'a visitor',
      'In English for those who could not come: the room agreed that sharing results is not enough, one has to share the failures too.',
    ),
    anywhere(
      'Courlis',
      'Le mot **ensemble** revient dix fois. Personne ne le définit vraiment ; le plus clair : « je peux commencer sans demander la permission ».',
    ),
    anywhere(
      'Bernique',
      `## Ce qui bloque, selon la salle

Le temps d’abord. Écrire prend aussi longtemps que faire, et personne n’est payé pour ça. Ensuite la place : un lieu partagé coûte un loyer. Enfin les assurances, dès que l’on reçoit du public.

## Ce qui débloque

Deux associations racontent qu’elles ont commencé par prêter, sans projet. Les projets sont venus des gens qui empruntaient. L’une tient un cahier à l’entrée, en papier : il est plus lu que son site.`,
    ),
    anywhere('Courlis', 'À relire : la différence entre *participer* et *être consulté*. La salle est partagée.'),
    anywhere(null, 'Le micro ne marchait pas au fond, on a noté ce qu’on pouvait.'),
    anywhere('Pétrel', 'Chiffre donné : quarante personnes en un an.', {
      state: 'revised',
      body: 'Chiffre donné : quarante personnes en un an, dont la moitié est revenue.',
    }),
    anywhere('Goéland', 'En résumé : commencer petit, écrire ce qui rate, en parler tôt.'),
    anywhere('une maman', 'Il y avait un coin pour les enfants. Merci, ça change tout.'),
    anywhere('Sterne', 'la séance a finit en retard, rdv demain meme heure', {
      state: 'edited',
      body: 'La séance a fini en retard, rendez-vous demain à la même heure.',
    }),
    anywhere(
      'Patelle',
      'Trois groupes racontent leur première année. Point commun : la cuisine a fait venir plus de monde que les réunions.',
    ),
    anywhere(null, '- une clé, un cahier, une cafetière\n- le reste vient après'),
    anywhere('Courlis', 'Question du lieu : aucune solution miracle, mais un échange avec la mairie.', {
      state: 'revised',
      body: 'Question du lieu : aucune solution miracle, mais deux échanges, l’un avec la mairie, l’autre avec une école.',
    }),
    anywhere(
      'une lectrice',
      'On a cherché des récits où tout ne finit ni bien ni mal. Il y en a peu, il faut les écrire.',
    ),
    anywhere('Bernique', 'Hier on apprenait à s’en servir, aujourd’hui à s’en passer. Et demain ? À **choisir**.'),
    anywhere(null, 'Une bénévole : « les gens ne viennent pas pour le sujet, ils viennent pour les gens ».', {
      state: 'edited',
      body: 'Une personne bénévole : « les gens ne viennent pas pour le sujet, ils viennent pour les gens ».',
    }),
    anywhere('Sterne', 'Ce qui coince n’est pas l’outil, c’est de savoir qui a le droit d’écrire quoi.'),
    anywhere('une enseignante', 'Commencer par le terrain, finir par la théorie. L’inverse fait fuir.'),
    anywhere('Pétrel', 'Dans la queue du repas : deux groupes voisins font la même chose et ne se connaissaient pas.'),
    anywhere('Sterne', 'Note écrite trop vite, à retirer.', { state: 'withdrawn' }),
    anywhere('Courlis', 'On a compté deux fois, au début et à la fin : il manque une personne sur trois.', {
      state: 'anonymised',
    }),
  ],
  fresh: [
    anywhere('Macareux', 'Pour joindre qui parlait : contact@exemple.example, 02 00 00 00 00', pending),
    anywhere(
      'Goéland',
      'On commence par un tour de table : une trentaine de personnes, la moitié environ vient ici pour la première fois.',
      pending,
    ),
    anywhere(null, 'Le covoiturage part de l’accueil, il reste trois places.', pending, { sent: 'no-stamp' }),
    anywhere('Courlis', 'Ce qu’on m’a dit à la pause était très intéressant.', {
      state: 'returned',
      reason: 'Merci pour votre note. Pouvez-vous dire de quoi il était question, pour que les autres en profitent ?',
    }),
    anywhere('X', 'Cette personne ne devrait pas avoir la parole.', {
      state: 'rejected',
      reason: 'Un passage peut blesser une personne. Pouvez-vous parler des idées plutôt que de qui les dit ?',
    }),
    anywhere(
      'Meilleur prix',
      'Achetez ici https://a.example https://b.example https://c.example https://d.example',
      { state: 'spam' },
      { sent: 'trap' },
    ),
    anywhere('Macareux', 'La visite se fait à pied, avec un carnet. Trois groupes s’y mettent à l’automne.', pending, {
      readNow: true,
    }),
    anywhere('table 3', 'Il s’agirait de la personne assise au fond, d’après sa voisine.', {
      state: 'unpublished',
      reason: 'Cette personne peut être reconnue. Pouvez-vous le dire sans elle ?',
    }),
    anywhere('table 1', 'Très bien !', pending, { sent: 'fast' }),
    anywhere(
      null,
      'Trois adresses citées : https://un.example, https://deux.example et https://trois.example. La deuxième prête ses salles.',
      pending,
    ),
    anywhere(
      'Patelle',
      'Toute la table écrit sur le même téléphone, c’est notre dernière note : on se retrouve au fond de la salle.',
      pending,
      { sent: 'device' },
    ),
    anywhere('Bonne affaire', 'Des cours tout faits, moins chers ici : https://cours.example', pending, {
      sent: 'trap',
    }),
  ],
  pad: {
    page: '',
    author: 'Ajonc, Bruyère',
    body: '## Notes du pad de la veille\n\n- la visite a duré une heure\n- le plan est à recopier au propre',
  },
}
