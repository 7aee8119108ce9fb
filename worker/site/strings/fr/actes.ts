const notes = (count: number) => (count > 1 ? `${count} notes` : `${count} note`)

export const actes = {
  title: 'Actes',
  intro: (event: string, place: string, count: number) =>
    `${event}, ${place}. ${notes(count)} à plusieurs mains, dans l’ordre du programme.`,
  licence: (name: string) => `Sauf mention contraire sous une note, textes et notes sont sous licence ${name}.`,
  keep: 'Pour garder ou imprimer ces actes :',
  print: 'cette page s’imprime et se relie telle quelle',
  epub: 'livre numérique (EPUB)',
  markdown: 'texte (Markdown)',
  json: 'données (JSON)',
  archive: 'archive de tout le site (ZIP)',
  fresh: 'Une note publiée paraît ici au plus tard dix minutes après.',
  empty: 'Aucune note n’est encore publiée : les actes se rempliront à mesure.',
  contents: 'Table des matières',
  others: 'Hors programme',
  unconfirmed: 'licence à confirmer',
  notes,
  notYetTitle: 'Pas encore prêt',
  notYetEpub: 'Le livre numérique se compose avec les notes publiées. Revenez dans une dizaine de minutes.',
  notYetArchive: 'L’archive se compose avec les notes publiées. Revenez dans une dizaine de minutes.',
  cover: 'Couverture',
  aboutTitle: 'À propos de ce livre',
  accessibility: 'Texte seul, dans l’ordre de lecture, avec table des matières.',
  readme: 'LISEZMOI',
  readmeText: (title: string) => `# ${title}

Cette archive se suffit à elle-même.

- \`site/index.html\` : tout le site, à ouvrir dans un navigateur, sans réseau ;
- \`notes/\` : chaque note publiée, en Markdown, avec un en-tête YAML ;
- \`schedule.json\` : le programme ;
- \`CREDITS.md\` : qui a écrit ; \`LICENSE.md\` : à quelles conditions ;
- \`SHA256SUMS\` : les empreintes des fichiers (\`sha256sum -c SHA256SUMS\`).

\`npm run import -- archive FICHIER\` remet ces notes dans un site Kesako qui a les mêmes pages.
`,
  copyOf: (link: string) => `Copie hors réseau de ${link} : écrire et chercher se font sur le site.`,
  creditsTitle: 'Crédits',
  creditsIntro: (event: string) => `${event} : merci à toutes celles et ceux qui ont écrit ces notes.`,
  anonymousNotes: (count: number) => `Sans nom : ${notes(count)}.`,
  licenceTitle: 'Licence',
}
