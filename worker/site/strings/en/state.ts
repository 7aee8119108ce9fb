export const state = {
  title: 'State of the site',
  allWell: 'All is well.',
  toLookAt: (points: number) => (points > 1 ? `${points} things need a look.` : 'One thing needs a look.'),
  whom: 'If this lasts more than ten minutes, tell the organiser who put the site online.',
  asOf: (moment: string) => `Read on ${moment}.`,
  waiting: 'What waits to be reviewed',
  nothingWaits: 'Nothing is waiting.',
  waits: (items: number, age: string) =>
    items > 1 ? `${items} items are waiting, the oldest for ${age}.` : `One item is waiting, for ${age}.`,
  publishing: 'What is decided shows',
  published: 'Yes: every decision shows on the site.',
  soon: (values: number) => (values > 1 ? `${values} updates are on their way.` : 'One update is on its way.'),
  late: (values: number) =>
    values > 1
      ? `${values} updates do not arrive. Nothing is lost: the site keeps trying.`
      : 'One update does not arrive. Nothing is lost: the site keeps trying.',
  lateSince: (what: string, age: string) => `${what}: late for ${age}`,
  kinds: {
    block: 'the notes of a page',
    note: 'the page of a note',
    erased: 'the memory of an erasure',
    latest: 'the latest notes',
    counts: 'the number of notes of the pages',
    'taken-away': 'what was taken away',
    document: 'the proceedings and the archive',
    unknown: 'a value that this version of the program does not know',
  },
  pages: 'The pages',
  pagesAnswer: 'The store of the pages answers.',
  pagesDown: 'The store of the pages does not answer. Visitors see remembered pages, for ten minutes at most.',
  background: 'The background work',
  backgroundRan: (age: string) => `It came by ${age} ago. It comes every minute.`,
  backgroundLate: (age: string) => `It has not come by for ${age}, although it comes every minute.`,
  backgroundNever: 'It has not come by yet. It comes every minute.',
  backup: 'The backup',
  backedUp: (age: string) => `The last one was made ${age} ago.`,
  backupOld: (age: string) =>
    `The last one was made ${age} ago, and notes have changed since: ask the organisers for one (npm run backup).`,
  backupNever: 'None was made yet: ask the organisers for one (npm run backup).',
  restoring: 'The restore',
  restoreHalf: (age: string) =>
    `A backup has been on its way back for ${age}. If it was cut off, the organisers run the same command again.`,
}
