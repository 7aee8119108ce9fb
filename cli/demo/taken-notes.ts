import { at, type DemoNote, lowTech } from './demo-note'

/** Taken during the sessions and decided on the same day; those of one session fill more than a block. */
export const takenNotes: DemoNote[] = [
  at(
    lowTech,
    'Goéland',
    'On commence par un tour de salle : une trentaine de personnes, la moitié vient de tiers-lieux.',
  ),
  at(
    lowTech,
    'Bernique',
    `## Ce que recouvre le mot

Trois questions reviennent pour chaque objet montré :

- est-ce **utile**, et pour qui ?
- est-ce que ça **dure**, est-ce que ça se répare ?
- est-ce que n’importe qui peut le **refaire** ?`,
  ),
  at(
    lowTech,
    'table 4',
    'Quelqu’un rappelle que « low-tech » ne veut pas dire « sans technique » : il en faut souvent plus, mais à portée de main.',
    { state: 'published' },
    { reported: 'C’est moi qui l’ai dit, et j’aurais aimé être nommée.' },
  ),
  at(
    lowTech,
    null,
    'Question de la salle : qui décide qu’un besoin est utile ? Pas de réponse, mais tout le monde l’a notée.',
  ),
  at(
    lowTech,
    'Ajonc & Bruyère',
    `Exemples cités :

1. le four solaire en carton et verre de récupération
2. le séchoir à légumes
3. la marmite norvégienne
4. un site web qui s’éteint quand il n’y a plus de soleil`,
  ),
  at(
    lowTech,
    'une enseignante',
    'Idée à garder pour la classe : faire démonter l’objet **avant** d’expliquer comment il marche.',
  ),
  at(
    lowTech,
    'Macareux',
    '> On ne documente bien que ce qu’on a raté une fois.\n\nDit en riant, mais c’est la phrase de la matinée.',
  ),
  at(
    lowTech,
    'Goéland',
    `Comparaison faite au tableau :

| objet | à fabriquer | à réparer | se trouve où |
| --- | --- | --- | --- |
| four en carton | 2 heures | 10 minutes | partout |
| four en bois | 2 jours | 1 heure | atelier |
| four du commerce | – | rarement | magasin |`,
  ),
  at(lowTech, null, 'Les tutoriels de https://lowtechlab.org servent de base à presque tout le monde ici.'),
  at(
    lowTech,
    'Patelle',
    'Un point de désaccord : faut-il vendre des objets low-tech tout faits ? Pour les uns c’est la seule façon de toucher du monde, pour les autres on perd l’essentiel, qui est de savoir faire.',
    { state: 'published' },
    { reported: 'Il manque l’avis de celles et ceux qui vivent de cette vente.' },
  ),
  at(lowTech, 'Sterne', 'Manque le début de la présentation, je suis arrivé à 10 h 50. Si quelqu’un l’a, ajoutez-la !'),
  at(
    lowTech,
    'table 4',
    '- [x] lister les ateliers ouverts\n- [ ] demander les horaires d’été\n- [ ] publier la liste sur https://movilab.org',
  ),
  at(
    lowTech,
    null,
    'A galon vat : on a chanté une phrase en breton pour finir la pause. *Gant an amzer e teu pep tra.*',
  ),
  at(
    lowTech,
    'a visitor',
    'In English for those who could not come: the room agreed that sharing plans is not enough, one has to share the failures too.',
  ),
  at(
    lowTech,
    'Courlis',
    'Le mot **appropriable** revient dix fois. Personne ne le définit vraiment ; le plus clair : « je peux l’ouvrir sans demander la permission ».',
  ),
  at(
    lowTech,
    'Bernique',
    `## Ce qui bloque, selon la salle

Le temps d’abord. Documenter prend aussi longtemps que construire, et personne n’est payé pour ça. Ensuite la place : un atelier partagé coûte un loyer. Enfin les assurances, dès qu’une commune veut poser l’objet dans un lieu public.

## Ce qui débloque

Deux associations racontent qu’elles ont commencé par prêter des outils, sans projet. Les projets sont venus des gens qui empruntaient. L’une tient un cahier à l’entrée, en papier, où chacun écrit ce qu’il a fabriqué : il est plus lu que leur site.`,
  ),
  at(
    lowTech,
    'Courlis',
    'À relire : la différence entre *sobriété choisie* et *sobriété subie*. La salle est partagée.',
  ),
  at(lowTech, null, 'Le micro ne marchait pas au fond, on a noté ce qu’on pouvait.'),
  at(lowTech, 'Pétrel', 'Chiffre donné : 120 °C en deux heures dans le four en carton, un jour de grand soleil.', {
    state: 'revised',
    body: 'Chiffre donné : 120 °C en deux heures dans le four en carton, un jour de grand soleil, avec deux vitres. Avec une seule, 90 °C.',
  }),
  at(lowTech, 'Goéland', 'En résumé : commencer petit, écrire ce qui rate, prêter les outils.'),
  at(lowTech, 'une maman', 'Il y avait un coin pour les enfants avec des boulons. Merci, ça change tout.'),
  at(lowTech, 'Sterne', 'la séance a finit a midi et demi, rdv demain meme heure', {
    state: 'edited',
    body: 'La séance a fini à midi et demi, rendez-vous demain à la même heure.',
  }),
  at(
    '/sessions/low-tech-en-tiers-lieux/',
    'Patelle',
    'Trois tiers-lieux racontent leur première année. Point commun : la cuisine a fait venir plus de monde que l’atelier.',
  ),
  at('/sessions/low-tech-en-tiers-lieux/', null, '- une clé, un cahier, une cafetière\n- le reste vient après'),
  at(
    '/sessions/low-tech-en-tiers-lieux/',
    'Courlis',
    'Question du loyer : aucune solution miracle, mais un troc avec la mairie (des ateliers contre les murs).',
    {
      state: 'revised',
      body: 'Question du loyer : aucune solution miracle, mais deux trocs avec la mairie (des ateliers contre les murs, un jardin contre l’eau).',
    },
  ),
  at(
    '/sessions/low-tech-mots-valeurs-imaginaires/',
    'une lectrice',
    'On a cherché des récits où la technique simple n’est ni un retour en arrière ni une punition. Il y en a peu, il faut les écrire.',
  ),
  at(
    '/sessions/mediation-numerique/',
    'Bernique',
    'Hier on apprenait la souris, aujourd’hui on aide à ne pas se faire avoir. Et demain ? La salle dit : à **choisir**.',
  ),
  at(
    '/sessions/mediation-numerique/',
    null,
    'Une médiatrice : « les gens ne viennent pas pour un ordinateur, ils viennent pour un papier ».',
    {
      state: 'edited',
      body: 'Une personne de la médiation : « les gens ne viennent pas pour un ordinateur, ils viennent pour un papier ».',
    },
  ),
  at(
    '/sessions/sante-et-cooperation-ouverte/',
    'Sterne',
    'Ce qui coince dans les dossiers partagés n’est pas la technique, c’est de savoir qui a le droit d’écrire quoi.',
  ),
  at(
    '/sessions/enseigner-la-transition/',
    'une enseignante',
    'Commencer par le terrain, finir par les équations. L’inverse fait fuir.',
  ),
  at(
    '/sessions/fab-cities-produire-pres/',
    'table 2',
    'Produire près ne suffit pas si la matière vient de loin : on a fait le compte pour une chaise.',
    {
      state: 'edited',
      body: 'Produire près ne suffit pas si la matière vient de loin : la table 2 a fait le compte pour une chaise.',
    },
  ),
  at(
    '/sessions/hors-programme/',
    'Pétrel',
    'Dans la queue du repas : deux écoles qui font le même séchoir à 15 km l’une de l’autre et ne se connaissaient pas.',
  ),
  at('/sessions/climat-agir-localement/', 'Sterne', 'Note écrite trop vite, à retirer.', { state: 'withdrawn' }),
  at(
    '/sessions/climat-agir-localement/',
    'Courlis',
    'Les mares du bourg ont été comptées deux fois, au printemps et à l’automne : il en manque une sur trois.',
    { state: 'anonymised' },
  ),
]
