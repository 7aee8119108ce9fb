import { anywhere, type SampleNotes } from './demo-note'

const pending = { state: 'pending' } as const

/** What could have been written at any event, in English. */
export const inEnglish: SampleNotes = {
  moderator: 'Demonstration',
  taken: [
    anywhere(
      'Gull',
      'We begin by going round the table: some thirty people are here, half of them for the first time, most of them from nearby.',
    ),
    anywhere(
      'Limpet',
      `## Three questions that come back

- whom does it **serve**?
- does it **last**?
- can others **do it again**?`,
    ),
    anywhere(
      'table 4',
      'Somebody reminds us that not everyone here has the same words: the room asks for each acronym to be said in full.',
      { state: 'published' },
      { reported: 'It was me who said this, and I would have liked to be named.' },
    ),
    anywhere(null, 'A question from the room: who decides what comes next? No answer, but everybody wrote it down.'),
    anywhere(
      'Gorse & Heather',
      `The steps, in the order of the board:

1. listen to what is there already
2. try it small
3. write down what fails
4. begin again with others`,
    ),
    anywhere('a teacher', 'To keep for my class: let them try **before** explaining.'),
    anywhere(
      'Puffin',
      '> You only tell well what you got wrong once.\n\nSaid with a laugh, but it is the sentence of the morning.',
    ),
    anywhere(
      'Gull',
      `A comparison on the board:

| group | how often | how many people |
| --- | --- | --- |
| the oldest | every week | 12 |
| the largest | every month | 40 |
| the newest | – | 5 |`,
    ),
    anywhere(null, 'The slides will be at https://slides.example, according to the speaker.'),
    anywhere(
      'Cockle',
      'A disagreement: should a group grow? For some it is the only way to reach people, for others one loses what matters, which is to know each other.',
      { state: 'published' },
      { reported: 'The view of those who tried both is missing.' },
    ),
    anywhere('Tern', 'The beginning of the talk is missing, I came late. If somebody has it, please add it!'),
    anywhere('table 4', '- [x] list what is there\n- [ ] ask who wants to review it\n- [ ] publish the list by summer'),
    anywhere(
      'Curlew',
      'The word **together** comes back ten times. Nobody really defines it; the clearest was “I can begin without asking”.',
    ),
    anywhere(
      'Limpet',
      `## What stands in the way, according to the room

Time, first of all. Writing takes as long as doing, and nobody is paid for it. Then space: a shared place costs a rent. Then insurance, as soon as the public comes in.

## What helps

Two groups tell that they began by lending things, without a project. The projects came from those who borrowed. One keeps a paper book at the door: it is read more than its web site.`,
    ),
    anywhere(
      'Curlew',
      'To read again: the difference between *taking part* and *being consulted*. The room is divided.',
    ),
    anywhere(null, 'The microphone did not work at the back, we noted what we could.'),
    anywhere('Petrel', 'A figure that was given: forty people in a year.', {
      state: 'revised',
      body: 'A figure that was given: forty people in a year, half of whom came back.',
    }),
    anywhere('Gull', 'To sum up: begin small, write down what fails, talk about it early.'),
    anywhere('a mother', 'There was a corner for children. Thank you, it changes everything.'),
    anywhere('Tern', 'the session finish late, same time tommorow', {
      state: 'edited',
      body: 'The session finished late: same time tomorrow.',
    }),
    anywhere(
      'Cockle',
      'Three groups tell of their first year. What they share: the kitchen brought more people than the meetings.',
    ),
    anywhere(null, '- a key, a book, a kettle\n- the rest comes after'),
    anywhere('Curlew', 'Where to meet: no miracle, but an exchange with the town hall.', {
      state: 'revised',
      body: 'Where to meet: no miracle, but two exchanges, one with the town hall, one with a school.',
    }),
    anywhere(
      'a reader',
      'We looked for stories that end neither well nor badly. There are few: somebody has to write them.',
    ),
    anywhere('Limpet', 'Yesterday we learnt to use it, today to do without. And tomorrow? To **choose**.'),
    anywhere(null, 'A woman who helps here: “people do not come for the subject, they come for the people”.', {
      state: 'edited',
      body: 'Somebody who helps here: “people do not come for the subject, they come for the people”.',
    }),
    anywhere('Tern', 'What gets stuck is not the tool, it is knowing who may write what.'),
    anywhere('a teacher', 'Begin with practice, end with theory. The other way round drives them off.'),
    anywhere('Petrel', 'In the queue for lunch: two groups next door to each other do the same and had never met.'),
    anywhere('Tern', 'Written too quickly, to be withdrawn.', { state: 'withdrawn' }),
    anywhere('Curlew', 'We counted twice, at the beginning and at the end: one person in three is missing.', {
      state: 'anonymised',
    }),
  ],
  fresh: [
    anywhere('Puffin', 'To reach the speaker: contact@example.example, 020 0000 0000', pending),
    anywhere(
      'Gull',
      'We begin by going round the table: some thirty people are here, about half of them for the first time, most of them from nearby.',
      pending,
    ),
    anywhere(null, 'The shared car leaves from the front desk, three seats are left.', pending, { sent: 'no-stamp' }),
    anywhere('Curlew', 'What I was told at the break was very interesting.', {
      state: 'returned',
      reason: 'Thank you for your note. Could you say what it was about, so that others may learn from it?',
    }),
    anywhere('X', 'This person should not be allowed to speak.', {
      state: 'rejected',
      reason: 'A passage may hurt somebody. Could you speak of the ideas rather than of who has them?',
    }),
    anywhere(
      'Best price',
      'Buy here https://a.example https://b.example https://c.example https://d.example',
      { state: 'spam' },
      { sent: 'trap' },
    ),
    anywhere('Puffin', 'The visit is made on foot, with a notebook. Three groups begin in autumn.', pending, {
      readNow: true,
    }),
    anywhere('table 3', 'It is said to be the person who sits at the back, according to her neighbour.', {
      state: 'unpublished',
      reason: 'This person can be recognised. Could you say it without her?',
    }),
    anywhere('table 1', 'Very good!', pending, { sent: 'fast' }),
    anywhere(
      null,
      'Three addresses that were named: https://one.example, https://two.example and https://three.example. The second one lends its rooms.',
      pending,
    ),
    anywhere(
      'Cockle',
      'The whole table writes on one phone, this is our last note: see you at the back of the room.',
      pending,
      { sent: 'device' },
    ),
    anywhere('Bargain', 'Ready-made courses, cheaper here: https://courses.example', pending, { sent: 'trap' }),
  ],
  pad: {
    page: '',
    author: 'Gorse, Heather',
    body: '## From the pad of the day before\n\n- the visit took an hour\n- the plan is still to be copied out',
  },
}
