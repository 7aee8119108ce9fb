/** One page of every kind, with what real ones throw at a layout: long words, wide tables, long titles, many sections. */
export const oddContent: Record<string, string> = {
  'content/index.md': `# Kesako ?

Un **carnet** collectif, un [lien](texte.md) et \`du code\`.

> Une citation qui tient sur deux lignes au moins quand l’écran est celui d’un petit téléphone.

## Un
## Deux
## Trois
`,
  'content/texte.md': `---
title: Un titre très long, plus long que ne le sont les titres, avec un mot anticonstitutionnellement-interminable-et-insécable
description: Une page de texte.
---

| Première colonne | Deuxième colonne | Troisième colonne | Quatrième colonne |
| --- | --- | --- | --- |
| un texte assez long | un autre texte | https://exemple.example/une/adresse/sans/espace | fin |

1. Un
   - sous-point
2. Deux

\`\`\`
une ligne de code plus longue que ne l’est un écran de téléphone de trois cent vingt pixels
\`\`\`

- [x] fait
- [ ] à faire

![Un plan](plan.svg)

---

https://exemple.example/${'a'.repeat(120)}
`,
  'content/plan.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><path d="M0 0h900v90z"/></svg>',
  'content/mkdocs.md': `---
title: Écrit pour MkDocs
---

Une note[^1], une autre[^2], et [Degemer mat d’an holl !]{lang=br}

!!! warning "Un titre d’encart, avec un mot anticonstitutionnellement-interminable-et-insécable"
    Le texte de l’encart, et [un lien](texte.md).

??? tip
    Un texte replié.

Terme
:   Sa définition, assez longue pour tenir sur deux lignes d’un petit téléphone.

[^1]: La première, avec [un lien](https://exemple.example/${'b'.repeat(80)}).
[^2]: La seconde.
`,
  'content/seances/une.md': `---
title: Une séance
description: Ce qu’on y fait.
notes: open
session:
  start: 2022-07-06T10:30
  end: 2022-07-06T12:30
  room: amphi
  theme: low-tech
  speakers: [Première Personne (Une association), Deuxième Personne]
---

Texte de la séance.

## Questions

- Une question ?
`,
  'content/seances/annulee.md': `---
title: Une séance annulée
notes: closed
session: { start: 2022-07-06T14:00, end: 2022-07-06T15:00, room: salle-1, status: cancelled }
---
`,
  'content/jour.md': '---\ntitle: Mercredi\nday: 2022-07-06\n---\n\nLe programme du jour.\n',
  'content/seances/index.md': '# Toutes les séances\n',
  'content/jour-vide.md': '---\ntitle: Jeudi\nday: 2022-07-07\n---\n',
}

/** Every kind of page that a visitor reads, by its address in the content above. */
export const kindsOfPage: [kind: string, address: string][] = [
  ['home', '/'],
  ['text page', '/texte/'],
  ['page written for MkDocs', '/mkdocs/'],
  ['session', '/seances/une/'],
  ['cancelled session', '/seances/annulee/'],
  ['programme of a day', '/jour/'],
  ['empty day', '/jour-vide/'],
  ['plan of the site', '/plan/'],
  ['programme', '/programme/?theme=low-tech'],
  ['what runs now', '/programme/maintenant/'],
  ['search', '/recherche/?q=une'],
  ['search that finds nothing', '/recherche/?q=zzz'],
  ['poster', '/seances/une/affiche/'],
  ['404', '/rien/'],
]
