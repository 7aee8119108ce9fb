import type { actes as fr } from '../fr/actes'

const notes = (count: number) => (count === 1 ? '1 note' : `${count} notes`)

export const actes: typeof fr = {
  title: 'Proceedings',
  intro: (event: string, place: string, count: number) =>
    `${event}, ${place}. ${notes(count)} by many hands, in the order of the programme.`,
  licence: (name: string) => `Unless a note says otherwise, texts and notes are under the licence ${name}.`,
  keep: 'To keep or print these proceedings:',
  print: 'this page prints and binds as it is',
  epub: 'e-book (EPUB)',
  markdown: 'text (Markdown)',
  json: 'data (JSON)',
  archive: 'archive of the whole site (ZIP)',
  fresh: 'A published note is here ten minutes later at most.',
  empty: 'No note is published yet: the proceedings will fill as they come.',
  contents: 'Contents',
  others: 'Outside the programme',
  unconfirmed: 'licence to be confirmed',
  notes,
  notYetTitle: 'Not ready yet',
  notYetEpub: 'The e-book is made of the published notes. Come back in some ten minutes.',
  notYetArchive: 'The archive is made of the published notes. Come back in some ten minutes.',
  cover: 'Cover',
  aboutTitle: 'About this book',
  accessibility: 'Text alone, in reading order, with a table of contents.',
  readme: 'README',
  readmeText: (title: string) => `# ${title}

This archive needs nothing else.

- \`site/index.html\`: the whole site, to be opened in a browser, without a network;
- \`notes/\`: each published note, in Markdown with YAML front matter;
- \`schedule.json\`: the programme;
- \`CREDITS.md\`: who wrote; \`LICENSE.md\`: on which terms;
- \`SHA256SUMS\`: checksums of the files (\`sha256sum -c SHA256SUMS\`).

\`npm run import -- archive FILE\` brings these notes back into a Kesako site that has the same pages.
`,
  copyOf: (link: string) => `An offline copy of ${link}: to write and to search, go to the site.`,
  creditsTitle: 'Credits',
  creditsIntro: (event: string) => `${event}: thanks to everyone who wrote these notes.`,
  anonymousNotes: (count: number) => `Without a name: ${notes(count)}.`,
  licenceTitle: 'Licence',
}
